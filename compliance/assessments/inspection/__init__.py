"""Looks at a file that somebody attaches, before anything of it is kept: is it of a kind that we take, and is
it harmless to whoever opens it later? No Django here: files are opened in a process of its own, which starts
quickly as long as this module imports nothing."""
