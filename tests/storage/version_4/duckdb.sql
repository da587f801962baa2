CREATE SEQUENCE IF NOT EXISTS unit_id_seq

CREATE TABLE unit (
	id INTEGER DEFAULT nextval('unit_id_seq') NOT NULL, 
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

CREATE SEQUENCE IF NOT EXISTS schema_version_version_seq

CREATE TABLE schema_version (
	version INTEGER DEFAULT nextval('schema_version_version_seq') NOT NULL, 
	PRIMARY KEY (version)
)

CREATE SEQUENCE IF NOT EXISTS wave_id_seq

CREATE TABLE wave (
	id INTEGER DEFAULT nextval('wave_id_seq') NOT NULL, 
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

CREATE TABLE roster (
	wave INTEGER NOT NULL, 
	person VARCHAR NOT NULL, 
	home INTEGER NOT NULL
)

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

CREATE TABLE diagnostic (
	wave INTEGER NOT NULL, 
	figure VARCHAR NOT NULL, 
	value DOUBLE NOT NULL, 
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

CREATE TABLE kept_answer (
	key VARCHAR NOT NULL, 
	wave INTEGER NOT NULL, 
	unit INTEGER NOT NULL, 
	own BOOLEAN NOT NULL, 
	answers VARCHAR NOT NULL, 
	PRIMARY KEY (key)
)

CREATE TABLE delivery (
	wave INTEGER NOT NULL, 
	occasion VARCHAR NOT NULL, 
	person VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	tries INTEGER NOT NULL, 
	due TIMESTAMP WITH TIME ZONE NOT NULL, 
	CHECK (state IN ('waiting', 'under way', 'sent', 'failed'))
)

CREATE TABLE instrument (
	key VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	definition VARCHAR NOT NULL, 
	made TIMESTAMP WITH TIME ZONE NOT NULL, 
	retired BOOLEAN NOT NULL, 
	CHECK (version >= 1)
)

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

CREATE SEQUENCE IF NOT EXISTS event_id_seq

CREATE TABLE event (
	id INTEGER DEFAULT nextval('event_id_seq') NOT NULL, 
	moment TIMESTAMP WITH TIME ZONE NOT NULL, 
	actor VARCHAR NOT NULL, 
	verb VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	detail VARCHAR NOT NULL, 
	PRIMARY KEY (id)
)
