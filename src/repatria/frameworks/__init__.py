"""What a country's law lets it do, fact by fact: pure, on the reference data, used by SDK, command line and
server.

Owns how facts that ship and facts that were published come together, their state and age, comparison, the
question "can you freeze tonight?", terms of law in days and hours, coverage, and files to take out and
bring in. Refuses to confirm anything: only a country's own officer does, in the register
(protocol/publications.md). The browser has the same in web/src/ui/frameworks; tests/frameworks/*.json
judges both.
"""
