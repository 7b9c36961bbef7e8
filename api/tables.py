"""All rows, for Alembic and for the test that compares them with the migrations."""

import api.clock.models
import api.directory.models
import api.inbox.models
import api.intake.models
import api.outbox.models
import api.people.models
import api.photos.models
import api.places.models
import api.privacy.models
import api.province.models
import api.reminders.models
import api.routing.models
import api.tickets.models  # noqa: F401
from api.core.db import Base

metadata = Base.metadata
