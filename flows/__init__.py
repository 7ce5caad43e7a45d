"""Prefect flows: retries and schedules around the rooms' functions, no logic of their own."""
