// Words of a duty's text, best match first: the cjk analyser keeps Chinese as overlapping pairs of characters, so that a
// quoted phrase finds every text that holds it.
CREATE FULLTEXT INDEX duty_words IF NOT EXISTS FOR (d:Duty) ON EACH [d.text]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}}
