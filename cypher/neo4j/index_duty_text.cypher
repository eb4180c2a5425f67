// Parts of a duty's text: CONTAINS uses it, in any language.
CREATE TEXT INDEX duty_text IF NOT EXISTS FOR (d:Duty) ON (d.text)
