# The command `dutygraph` as a plain user: `docker build -t dutygraph .`, `docker run dutygraph --help`.
FROM python:3.12-slim AS build
WORKDIR /source
COPY . .
RUN python -m venv /opt/dutygraph \
 && /opt/dutygraph/bin/pip install --no-cache-dir ".[neo4j-fast]"

FROM python:3.12-slim
RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin dutygraph
COPY --from=build /opt/dutygraph /opt/dutygraph
ENV PATH=/opt/dutygraph/bin:$PATH PYTHONUNBUFFERED=1 PYTHONUTF8=1
USER dutygraph
WORKDIR /home/dutygraph
EXPOSE 8000
ENTRYPOINT ["dutygraph"]
CMD ["--help"]
