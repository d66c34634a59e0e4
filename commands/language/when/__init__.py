"""Time expressions: from the words of a sentence to the times they name.

The door is `commands/language/dates.py`. `reader` sees what each word can be; the rooms named for a kind of time read
one each; `group` puts parts that stand together into one time, which `resolve` makes moments of; `single`, `ranges`,
`anchors`, `measures` and `spans` see to what stands around it; `find` goes through a sentence; `due` says which day is
meant as a deadline.
"""
