"""What-if: a scenario worked out on a copy, beside today. Pure; nothing of it writes. RULES 14."""
