"""A weekly Fantasy Premier League roster: scraped, forecast, optimised."""
