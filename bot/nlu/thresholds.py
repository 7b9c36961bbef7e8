"""From which confidence on the bot goes ahead without asking back; chosen on held-out noisy copies of the
training messages for the aim "right at least 95 times in 100" (docs/understanding.md, section Thresholds).
"""

ACT_ALONE = 0.85
TOPIC_ALONE = 0.85
# Below this the act counts as unsure between a denunciation and something milder.
RESTRICTED_FROM = 0.10
