"""The process that solves: `python -m liuke.foundation.routes.solving`. Nothing else imports the solvers."""
