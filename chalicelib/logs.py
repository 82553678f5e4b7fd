"""Structured JSON logs. The job's name goes into every line, an e-mail address into none."""

from aws_lambda_powertools import Logger

logger = Logger(service="visualneurons")
