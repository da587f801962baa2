CREATE TABLE unit (
	id SERIAL NOT NULL, 
	key VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	parent VARCHAR, 
	closed BOOLEAN, 
	PRIMARY KEY (id), 
	UNIQUE (key)
)

CREATE TABLE person (
	key VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	email VARCHAR NOT NULL, 
	language VARCHAR NOT NULL, 
	unit VARCHAR NOT NULL, 
	leads VARCHAR, 
	active BOOLEAN NOT NULL, 
	gone_since TIMESTAMP WITH TIME ZONE, 
	PRIMARY KEY (key)
)

CREATE TABLE role_grant (
	person VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	PRIMARY KEY (person, role), 
	CHECK (role IN ('hr', 'operator'))
)

CREATE TABLE sign_in (
	hash VARCHAR NOT NULL, 
	person VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	once BOOLEAN NOT NULL, 
	expires TIMESTAMP WITH TIME ZONE NOT NULL, 
	PRIMARY KEY (hash), 
	CHECK (kind IN ('link', 'session'))
)

CREATE TABLE bounce (
	person VARCHAR NOT NULL, 
	noted TIMESTAMP WITH TIME ZONE NOT NULL, 
	PRIMARY KEY (person)
)

CREATE TABLE asked_address (
	wave INTEGER NOT NULL, 
	person VARCHAR NOT NULL, 
	address VARCHAR NOT NULL, 
	PRIMARY KEY (wave, person)
)

CREATE TABLE preference (
	name VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	PRIMARY KEY (name)
)

CREATE TABLE schema_version (
	version SERIAL NOT NULL, 
	PRIMARY KEY (version)
)

CREATE TABLE wave (
	id SERIAL NOT NULL, 
	key VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	opens TIMESTAMP WITH TIME ZONE NOT NULL, 
	closes TIMESTAMP WITH TIME ZONE NOT NULL, 
	k INTEGER NOT NULL, 
	instrument VARCHAR NOT NULL, 
	instrument_version INTEGER NOT NULL, 
	definition VARCHAR NOT NULL, 
	rules INTEGER NOT NULL, 
	keep_days INTEGER, 
	audience VARCHAR NOT NULL, 
	series VARCHAR, 
	replay BOOLEAN NOT NULL, 
	public_key VARCHAR, 
	invited INTEGER, 
	opened TIMESTAMP WITH TIME ZONE, 
	invited_at TIMESTAMP WITH TIME ZONE, 
	closed TIMESTAMP WITH TIME ZONE, 
	published TIMESTAMP WITH TIME ZONE, 
	seal VARCHAR, 
	participation_from INTEGER, 
	participation_at TIMESTAMP WITH TIME ZONE, 
	reason VARCHAR, 
	PRIMARY KEY (id), 
	CHECK (k >= 4), 
	CHECK (state IN ('draft', 'scheduled', 'open', 'closed', 'published', 'cancelled')), 
	CHECK (closes > opens), 
	CHECK (keep_days BETWEEN 1 AND 730), 
	UNIQUE (key)
)

CREATE TABLE wave_unit (
	wave INTEGER NOT NULL, 
	unit INTEGER NOT NULL, 
	key VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	parent VARCHAR, 
	position INTEGER NOT NULL, 
	invited INTEGER NOT NULL
)

CREATE UNIQUE INDEX wave_unit_key ON wave_unit (wave, unit)

CREATE TABLE roster (
	wave INTEGER NOT NULL, 
	person VARCHAR NOT NULL, 
	home INTEGER NOT NULL
)

CREATE UNIQUE INDEX roster_key ON roster (wave, person)

CREATE TABLE invitation (
	hash VARCHAR NOT NULL, 
	wave INTEGER NOT NULL, 
	person VARCHAR NOT NULL, 
	answered BOOLEAN NOT NULL, 
	PRIMARY KEY (hash)
)

CREATE TABLE ballot (
	key VARCHAR NOT NULL, 
	wave INTEGER NOT NULL, 
	sealed BYTEA NOT NULL, 
	PRIMARY KEY (key)
)

CREATE TABLE published_cell (
	wave INTEGER NOT NULL, 
	unit INTEGER NOT NULL, 
	scope VARCHAR NOT NULL, 
	measure VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	shown BOOLEAN NOT NULL, 
	tenths INTEGER, 
	people_low INTEGER, 
	people_high INTEGER, 
	step INTEGER, 
	shares VARCHAR, 
	invited INTEGER, 
	answered_low INTEGER, 
	answered_high INTEGER, 
	CHECK (shown OR (tenths IS NULL AND people_low IS NULL AND people_high IS NULL AND step IS NULL AND shares IS NULL AND invited IS NULL AND answered_low IS NULL AND answered_high IS NULL)), 
	CHECK (NOT shown OR (tenths IS NOT NULL AND people_low IS NOT NULL AND people_high IS NOT NULL AND step IS NOT NULL) OR (invited IS NOT NULL AND answered_low IS NOT NULL AND answered_high IS NOT NULL)), 
	CHECK (people_low >= 4), 
	CHECK (invited >= 4)
)

CREATE INDEX published_cell_unit ON published_cell (unit, wave)

CREATE UNIQUE INDEX published_cell_key ON published_cell (wave, unit, scope, measure)

CREATE TABLE diagnostic (
	wave INTEGER NOT NULL, 
	figure VARCHAR NOT NULL, 
	value FLOAT NOT NULL, 
	PRIMARY KEY (wave, figure)
)

CREATE TABLE comment (
	key VARCHAR NOT NULL, 
	wave INTEGER NOT NULL, 
	unit INTEGER NOT NULL, 
	scope VARCHAR NOT NULL, 
	prompt VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	withdrawn VARCHAR, 
	PRIMARY KEY (key), 
	CHECK (scope IN ('team', 'area')), 
	CHECK (withdrawn IS NULL OR text = '')
)

CREATE INDEX comment_wave ON comment (wave)

CREATE TABLE kept_answer (
	key VARCHAR NOT NULL, 
	wave INTEGER NOT NULL, 
	unit INTEGER NOT NULL, 
	own BOOLEAN NOT NULL, 
	answers VARCHAR NOT NULL, 
	PRIMARY KEY (key)
)

CREATE INDEX kept_answer_wave ON kept_answer (wave)

CREATE TABLE delivery (
	wave INTEGER NOT NULL, 
	occasion VARCHAR NOT NULL, 
	person VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	tries INTEGER NOT NULL, 
	due TIMESTAMP WITH TIME ZONE NOT NULL, 
	CHECK (state IN ('waiting', 'under way', 'sent', 'failed'))
)

CREATE UNIQUE INDEX delivery_key ON delivery (wave, occasion, person)

CREATE TABLE instrument (
	key VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	definition VARCHAR NOT NULL, 
	made TIMESTAMP WITH TIME ZONE NOT NULL, 
	retired BOOLEAN NOT NULL, 
	CHECK (version >= 1)
)

CREATE UNIQUE INDEX instrument_key ON instrument (key, version)

CREATE TABLE job (
	key VARCHAR NOT NULL, 
	person VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	asked VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	done INTEGER NOT NULL, 
	total INTEGER NOT NULL, 
	made TIMESTAMP WITH TIME ZONE NOT NULL, 
	ends TIMESTAMP WITH TIME ZONE NOT NULL, 
	PRIMARY KEY (key), 
	CHECK (state IN ('waiting', 'under way', 'done', 'failed')), 
	CHECK (0 <= done AND done <= total)
)

CREATE TABLE event (
	id SERIAL NOT NULL, 
	moment TIMESTAMP WITH TIME ZONE NOT NULL, 
	actor VARCHAR NOT NULL, 
	verb VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	detail VARCHAR NOT NULL, 
	PRIMARY KEY (id)
)

CREATE FUNCTION same_boat_guard_published_cell_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (FALSE) THEN RAISE EXCEPTION 'Same Boat refuses this: a published figure is never changed.'; END IF; END $$

CREATE TRIGGER same_boat_guard_published_cell_update BEFORE update ON published_cell FOR EACH STATEMENT EXECUTE FUNCTION same_boat_guard_published_cell_update()

CREATE FUNCTION same_boat_guard_diagnostic_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (FALSE) THEN RAISE EXCEPTION 'Same Boat refuses this: a published figure is never changed.'; END IF; END $$

CREATE TRIGGER same_boat_guard_diagnostic_update BEFORE update ON diagnostic FOR EACH STATEMENT EXECUTE FUNCTION same_boat_guard_diagnostic_update()

CREATE FUNCTION same_boat_guard_wave_unit_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (FALSE) THEN RAISE EXCEPTION 'Same Boat refuses this: the tree of a wave is never changed.'; END IF; END $$

CREATE TRIGGER same_boat_guard_wave_unit_update BEFORE update ON wave_unit FOR EACH STATEMENT EXECUTE FUNCTION same_boat_guard_wave_unit_update()

CREATE FUNCTION same_boat_guard_roster_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (NEW.wave IS NOT DISTINCT FROM OLD.wave AND NEW.home IS NOT DISTINCT FROM OLD.home AND NEW.person ~ '^erased-[0-9a-f]{32}$' AND EXISTS (SELECT FROM person p WHERE p.key = OLD.person) AND EXISTS (SELECT FROM event e WHERE e.verb = 'erase person' AND e.xmin = pg_current_xact_id()::xid AND e.subject = NEW.person) AND EXISTS (SELECT FROM wave w WHERE w.id = OLD.wave AND w.state IN ('published', 'cancelled'))) THEN RAISE EXCEPTION 'Same Boat refuses this: a roster is never changed.'; END IF; RETURN NEW; END $$

CREATE TRIGGER same_boat_guard_roster_update BEFORE UPDATE ON roster FOR EACH ROW EXECUTE FUNCTION same_boat_guard_roster_update()

CREATE FUNCTION same_boat_guard_event_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (NEW.id IS NOT DISTINCT FROM OLD.id AND NEW.moment IS NOT DISTINCT FROM OLD.moment AND NEW.verb IS NOT DISTINCT FROM OLD.verb AND NEW.detail IS NOT DISTINCT FROM OLD.detail AND (NEW.actor IS NOT DISTINCT FROM OLD.actor OR (NEW.actor = 'somebody erased' AND EXISTS (SELECT FROM person p WHERE p.key = OLD.actor))) AND (NEW.subject IS NOT DISTINCT FROM OLD.subject OR (NEW.subject = 'somebody erased' AND EXISTS (SELECT FROM person p WHERE p.key = OLD.subject))) AND EXISTS (SELECT FROM event e WHERE e.verb = 'erase person' AND e.xmin = pg_current_xact_id()::xid AND TRUE)) THEN RAISE EXCEPTION 'Same Boat refuses this: a line of the record is never changed.'; END IF; RETURN NEW; END $$

CREATE TRIGGER same_boat_guard_event_update BEFORE UPDATE ON event FOR EACH ROW EXECUTE FUNCTION same_boat_guard_event_update()

CREATE FUNCTION same_boat_guard_published_cell_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (FALSE) THEN RAISE EXCEPTION 'Same Boat refuses this: a published figure is never deleted.'; END IF; END $$

CREATE TRIGGER same_boat_guard_published_cell_delete BEFORE delete ON published_cell FOR EACH STATEMENT EXECUTE FUNCTION same_boat_guard_published_cell_delete()

CREATE FUNCTION same_boat_guard_diagnostic_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (FALSE) THEN RAISE EXCEPTION 'Same Boat refuses this: a published figure is never deleted.'; END IF; END $$

CREATE TRIGGER same_boat_guard_diagnostic_delete BEFORE delete ON diagnostic FOR EACH STATEMENT EXECUTE FUNCTION same_boat_guard_diagnostic_delete()

CREATE FUNCTION same_boat_guard_event_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (FALSE) THEN RAISE EXCEPTION 'Same Boat refuses this: a line of the record is never deleted.'; END IF; END $$

CREATE TRIGGER same_boat_guard_event_delete BEFORE delete ON event FOR EACH STATEMENT EXECUTE FUNCTION same_boat_guard_event_delete()

CREATE FUNCTION same_boat_guard_published_cell_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (FALSE) THEN RAISE EXCEPTION 'Same Boat refuses this: a published figure is never deleted.'; END IF; END $$

CREATE TRIGGER same_boat_guard_published_cell_truncate BEFORE truncate ON published_cell FOR EACH STATEMENT EXECUTE FUNCTION same_boat_guard_published_cell_truncate()

CREATE FUNCTION same_boat_guard_diagnostic_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (FALSE) THEN RAISE EXCEPTION 'Same Boat refuses this: a published figure is never deleted.'; END IF; END $$

CREATE TRIGGER same_boat_guard_diagnostic_truncate BEFORE truncate ON diagnostic FOR EACH STATEMENT EXECUTE FUNCTION same_boat_guard_diagnostic_truncate()

CREATE FUNCTION same_boat_guard_event_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (FALSE) THEN RAISE EXCEPTION 'Same Boat refuses this: a line of the record is never deleted.'; END IF; END $$

CREATE TRIGGER same_boat_guard_event_truncate BEFORE truncate ON event FOR EACH STATEMENT EXECUTE FUNCTION same_boat_guard_event_truncate()

CREATE FUNCTION same_boat_guard_roster_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (FALSE) THEN RAISE EXCEPTION 'Same Boat refuses this: a roster is never deleted.'; END IF; END $$

CREATE TRIGGER same_boat_guard_roster_truncate BEFORE truncate ON roster FOR EACH STATEMENT EXECUTE FUNCTION same_boat_guard_roster_truncate()

CREATE FUNCTION same_boat_guard_wave_unit_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (FALSE) THEN RAISE EXCEPTION 'Same Boat refuses this: the tree of a wave is never deleted.'; END IF; END $$

CREATE TRIGGER same_boat_guard_wave_unit_truncate BEFORE truncate ON wave_unit FOR EACH STATEMENT EXECUTE FUNCTION same_boat_guard_wave_unit_truncate()

CREATE FUNCTION same_boat_guard_wave_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (FALSE) THEN RAISE EXCEPTION 'Same Boat refuses this: a wave is never deleted.'; END IF; END $$

CREATE TRIGGER same_boat_guard_wave_truncate BEFORE truncate ON wave FOR EACH STATEMENT EXECUTE FUNCTION same_boat_guard_wave_truncate()

CREATE FUNCTION same_boat_guard_instrument_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (FALSE) THEN RAISE EXCEPTION 'Same Boat refuses this: a version of an instrument is never deleted.'; END IF; END $$

CREATE TRIGGER same_boat_guard_instrument_truncate BEFORE truncate ON instrument FOR EACH STATEMENT EXECUTE FUNCTION same_boat_guard_instrument_truncate()

CREATE FUNCTION same_boat_guard_published_cell_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (NOT EXISTS (SELECT FROM touched t JOIN wave w ON w.id = t.wave WHERE NOT (w.state = 'closed'))) THEN RAISE EXCEPTION 'Same Boat refuses this: a published figure is written once, at closing.'; END IF; RETURN NULL; END $$

CREATE TRIGGER same_boat_guard_published_cell_insert AFTER insert ON published_cell REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION same_boat_guard_published_cell_insert()

CREATE FUNCTION same_boat_guard_diagnostic_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (NOT EXISTS (SELECT FROM touched t JOIN wave w ON w.id = t.wave WHERE NOT (w.state = 'closed'))) THEN RAISE EXCEPTION 'Same Boat refuses this: a published figure is written once, at closing.'; END IF; RETURN NULL; END $$

CREATE TRIGGER same_boat_guard_diagnostic_insert AFTER insert ON diagnostic REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION same_boat_guard_diagnostic_insert()

CREATE FUNCTION same_boat_guard_roster_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (NOT EXISTS (SELECT FROM touched t JOIN wave w ON w.id = t.wave WHERE NOT (w.state IN ('draft', 'scheduled')))) THEN RAISE EXCEPTION 'Same Boat refuses this: a roster is fixed when it opens.'; END IF; RETURN NULL; END $$

CREATE TRIGGER same_boat_guard_roster_insert AFTER insert ON roster REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION same_boat_guard_roster_insert()

CREATE FUNCTION same_boat_guard_roster_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (NOT EXISTS (SELECT FROM touched t JOIN wave w ON w.id = t.wave WHERE NOT ((w.state IN ('draft', 'scheduled') OR (w.replay AND w.state = 'open'))))) THEN RAISE EXCEPTION 'Same Boat refuses this: a roster is fixed when it opens.'; END IF; RETURN NULL; END $$

CREATE TRIGGER same_boat_guard_roster_delete AFTER delete ON roster REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION same_boat_guard_roster_delete()

CREATE FUNCTION same_boat_guard_wave_unit_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (NOT EXISTS (SELECT FROM touched t JOIN wave w ON w.id = t.wave WHERE NOT (w.state IN ('draft', 'scheduled')))) THEN RAISE EXCEPTION 'Same Boat refuses this: the tree of a wave is fixed when it opens.'; END IF; RETURN NULL; END $$

CREATE TRIGGER same_boat_guard_wave_unit_insert AFTER insert ON wave_unit REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION same_boat_guard_wave_unit_insert()

CREATE FUNCTION same_boat_guard_wave_unit_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (NOT EXISTS (SELECT FROM touched t JOIN wave w ON w.id = t.wave WHERE NOT ((w.state IN ('draft', 'scheduled') OR (w.replay AND w.state = 'open'))))) THEN RAISE EXCEPTION 'Same Boat refuses this: the tree of a wave is fixed when it opens.'; END IF; RETURN NULL; END $$

CREATE TRIGGER same_boat_guard_wave_unit_delete AFTER delete ON wave_unit REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION same_boat_guard_wave_unit_delete()

CREATE FUNCTION same_boat_guard_asked_address_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (FALSE) THEN RAISE EXCEPTION 'Same Boat refuses this: where the mails of a wave go is fixed when it opens.'; END IF; END $$

CREATE TRIGGER same_boat_guard_asked_address_update BEFORE update ON asked_address FOR EACH STATEMENT EXECUTE FUNCTION same_boat_guard_asked_address_update()

CREATE FUNCTION same_boat_guard_asked_address_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (NOT EXISTS (SELECT FROM touched t JOIN wave w ON w.id = t.wave WHERE NOT (w.state IN ('draft', 'scheduled')))) THEN RAISE EXCEPTION 'Same Boat refuses this: where the mails of a wave go is fixed when it opens.'; END IF; RETURN NULL; END $$

CREATE TRIGGER same_boat_guard_asked_address_insert AFTER insert ON asked_address REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION same_boat_guard_asked_address_insert()

CREATE FUNCTION same_boat_guard_instrument_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (FALSE) THEN RAISE EXCEPTION 'Same Boat refuses this: a version of an instrument is never deleted.'; END IF; END $$

CREATE TRIGGER same_boat_guard_instrument_delete BEFORE delete ON instrument FOR EACH STATEMENT EXECUTE FUNCTION same_boat_guard_instrument_delete()

CREATE FUNCTION same_boat_guard_instrument_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (NEW.key IS NOT DISTINCT FROM OLD.key AND NEW.version IS NOT DISTINCT FROM OLD.version AND NEW.definition IS NOT DISTINCT FROM OLD.definition AND NEW.made IS NOT DISTINCT FROM OLD.made) THEN RAISE EXCEPTION 'Same Boat refuses this: a version of an instrument is never changed.'; END IF; RETURN NEW; END $$

CREATE TRIGGER same_boat_guard_instrument_update BEFORE UPDATE ON instrument FOR EACH ROW EXECUTE FUNCTION same_boat_guard_instrument_update()

CREATE FUNCTION same_boat_guard_wave_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (NEW.state IN ('draft', 'scheduled')) THEN RAISE EXCEPTION 'Same Boat refuses this: a wave begins as a plan.'; END IF; RETURN NEW; END $$

CREATE TRIGGER same_boat_guard_wave_insert BEFORE insert ON wave FOR EACH ROW EXECUTE FUNCTION same_boat_guard_wave_insert()

CREATE FUNCTION same_boat_guard_wave_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (OLD.state <> 'published') THEN RAISE EXCEPTION 'Same Boat refuses this: a published wave is never changed.'; END IF; IF NOT (NEW.state = OLD.state OR (OLD.state, NEW.state) IN (('draft', 'cancelled'), ('draft', 'open'), ('draft', 'scheduled'), ('scheduled', 'cancelled'), ('scheduled', 'draft'), ('scheduled', 'open'), ('open', 'cancelled'), ('open', 'closed'), ('closed', 'published'))) THEN RAISE EXCEPTION 'Same Boat refuses this: a wave does not go back.'; END IF; IF NOT (OLD.state IN ('draft', 'scheduled') OR NEW.id IS NOT DISTINCT FROM OLD.id AND NEW.key IS NOT DISTINCT FROM OLD.key AND NEW.opens IS NOT DISTINCT FROM OLD.opens AND NEW.closes IS NOT DISTINCT FROM OLD.closes AND NEW.k IS NOT DISTINCT FROM OLD.k AND NEW.definition IS NOT DISTINCT FROM OLD.definition AND NEW.keep_days IS NOT DISTINCT FROM OLD.keep_days AND NEW.audience IS NOT DISTINCT FROM OLD.audience AND NEW.replay IS NOT DISTINCT FROM OLD.replay AND NEW.instrument IS NOT DISTINCT FROM OLD.instrument AND NEW.instrument_version IS NOT DISTINCT FROM OLD.instrument_version AND NEW.public_key IS NOT DISTINCT FROM OLD.public_key AND NEW.invited IS NOT DISTINCT FROM OLD.invited AND NEW.opened IS NOT DISTINCT FROM OLD.opened) THEN RAISE EXCEPTION 'Same Boat refuses this: the rules of a wave are fixed when it opens.'; END IF; IF NOT (OLD.closed IS NULL OR NEW.closed IS NOT DISTINCT FROM OLD.closed) THEN RAISE EXCEPTION 'Same Boat refuses this: a wave closes once.'; END IF; RETURN NEW; END $$

CREATE TRIGGER same_boat_guard_wave_update BEFORE update ON wave FOR EACH ROW EXECUTE FUNCTION same_boat_guard_wave_update()

CREATE FUNCTION same_boat_guard_wave_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT ((OLD.state IN ('draft', 'scheduled') OR (OLD.replay AND OLD.state = 'open'))) THEN RAISE EXCEPTION 'Same Boat refuses this: a wave is never deleted.'; END IF; RETURN OLD; END $$

CREATE TRIGGER same_boat_guard_wave_delete BEFORE delete ON wave FOR EACH ROW EXECUTE FUNCTION same_boat_guard_wave_delete()
