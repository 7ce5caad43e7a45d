"""Reading the news: who is hurt, how sure, back when, and in what mood."""
