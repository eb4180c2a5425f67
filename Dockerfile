# The command `dutygraph` as a plain user (docs/deployment.md): `docker build -t dutygraph .`, then
# `docker run --rm -v "$PWD":/data dutygraph audit documents --out report`. It writes to /data and /tmp only.
FROM python:3.12-slim AS build
WORKDIR /source
# Nothing but what requirements.lock pins by hash (bash .ci/lock), and nothing that would have to be built.
COPY requirements.lock .
RUN python -m venv /opt/dutygraph \
 && /opt/dutygraph/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.lock
COPY . .
RUN /opt/dutygraph/bin/pip install --no-cache-dir --no-deps .

FROM python:3.12-slim
RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin dutygraph \
 && install -d -o dutygraph -g dutygraph /data
COPY --from=build /opt/dutygraph /opt/dutygraph
ENV PATH=/opt/dutygraph/bin:$PATH PYTHONUNBUFFERED=1 PYTHONUTF8=1 PYTHONDONTWRITEBYTECODE=1
USER dutygraph
WORKDIR /data
VOLUME /data
EXPOSE 8000
ENTRYPOINT ["dutygraph"]
CMD ["--help"]
