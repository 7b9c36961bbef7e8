"""What goes to citizens: lines of the bot and of officers, kept until the channel has them."""
