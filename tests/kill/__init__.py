"""The proof that a process may die at any moment: what it leaves is none of what it was doing, or all of it.

A parent prepares a database for a door, warms up, and forks. The child opens the door on a copy of that database and
is killed with SIGKILL just before its n-th event: an SQL statement, a commit, the moment after a commit, a file write.
Then every row of every table but the sessions' is read with a connection of its own. It must be what it was before the
door, or what stands after the door's one commit; times and random ids aside. A door of several steps (two scheduled
services, each in its own unit; a draft saved, then submitted) has as many whole states as it says, and which one is due
follows from n. In each state the drift is empty, the log verifies, the audit agrees with what is live, the draft says
what was typed. Rows that are the same to the last byte are judged once.

What it does not prove: a power cut (these databases do not wait for the disk), and a kill in the middle of a statement,
except by the random moments of `make prove-kill`.
"""
