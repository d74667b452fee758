# Times: absolute, of the reference day, counted back; zones; grains.
include fleet.set

? since 2026-08-22T10:00:00Z
= 5 6 7 8 9 12 13 900719925474099301
? since 2026-08-22T10:00
= 5 6 7 8 9 12 13 900719925474099301
? since "2026-08-22 10:00"
= 5 6 7 8 9 12 13 900719925474099301
? since 2026-08-22
= 1 2 3 4 5 6 7 8 9 12 13 900719925474099301
? since 2026-08-23
= 9
? until 2026-08-22
= 10
? until 2026-08-22T09:15:30.250Z
= 1 10
? until 2026-08-22T09:15:30.251Z
= 1 2 10
? since 2026-08-22T09:15:30.250Z until 2026-08-22T09:20
= 2 4
? since 2026-08-22T12:00+02:00 until 2026-08-22T12:00+0100
= 5 6 12
? since 2026-08-22T09:15:30.25Z until 2026-08-22T09:15:31Z
= 2
? since today
= 9
? since yesterday
= 1 2 3 4 5 6 7 8 9 12 13 900719925474099301
? since yesterday 09:15 until yesterday 09:20
= 1 2 4
? since yesterday 10:00 until today
= 5 6 7 8 12 13 900719925474099301
? SINCE Yesterday 10:00 Until Today
= 5 6 7 8 12 13 900719925474099301
? since "yesterday 10:00" until today 00:00
= 5 6 7 8 12 13 900719925474099301
? since -14h
= 5 6 7 8 9 12 13 900719925474099301
? since -14h until -12h
= 5 6 7 12
? last 12h
= 8 9 13 900719925474099301
? last 1h
= 8 9
? last 1d12h
= 1 2 3 4 5 6 7 8 9 10 12 13 900719925474099301
? last 2w
= 1 2 3 4 5 6 7 8 9 10 12 13 900719925474099301
? last 0s
= 9
? since now
= 9
? until now
= 1 2 3 4 5 6 7 8 10 12 13 900719925474099301
? not last 1d
= 10 11
? -since 2026-08-22
= 10 11
? -until 2026-08-22
= 1 2 3 4 5 6 7 8 9 11 12 13 900719925474099301
? (since yesterday 13:00) or type:pdp.delete
= 4 5 8 9 13 900719925474099301
? ts:2026-08-22
= 1 2 3 4 5 6 7 8 12 13 900719925474099301
? ts:2026-08-23
= 9
? ts=2026-08-23
= 9
? ts:2026-08-22T09:15Z
= 1 2
? ts:2026-08-22T09:15:30Z
= 2
? ts=2026-08-22T09:15:30Z
=
? ts:2026-08-22T09:15:30.250Z
= 2
? ts=2026-08-22T09:15:30.250Z
= 2
? ts!=2026-08-22T09:15:30.250Z
= 1 3 4 5 6 7 8 9 10 12 13 900719925474099301
? ts:today
= 9
? ts:yesterday
= 1 2 3 4 5 6 7 8 12 13 900719925474099301
? ts:"yesterday 23:59"
= 8
? ts:"yesterday 10:30"
= 6
? ts:00:00
= 9
? ts:now
= 9
? ts:-12h
=
? ts>=2026-08-22T13:00Z
= 8 9 13 900719925474099301
? ts>2026-08-22T13:00Z
= 8 9 900719925474099301
? ts<2026-08-22T09:15:30.250Z
= 1 10
? ts<=2026-08-22T09:15:30.250Z
= 1 2 10
? ts:2026-08-22T09:15Z..2026-08-22T09:19:30Z
= 1 2 4
? ts:2026-08-22..2026-08-23
= 1 2 3 4 5 6 7 8 9 12 13 900719925474099301
? ts:..2026-08-22
= 10
? ts:2026-08-22T14:00Z..
= 8 9 900719925474099301
? ts:-14h..-12h
= 5 6 7 12
? ts:"2026-08-22 10:00".."2026-08-22 11:00"
= 5 6 7 12
? ts:>=2026-08-22T13:00Z
= 8 9 13 900719925474099301
? ts:2026-08-21,2026-08-23
= 9 10
? ts not in (2026-08-22)
= 9 10
? ts in (2026-08-21, 2026-08-23)
= 9 10
? time:2026-08-21
= 10
? has:ts
= 1 2 3 4 5 6 7 8 9 10 12 13 900719925474099301
? missing:ts
= 11
? tunnel:2026-08-22
= 2 4
? tunnel<2026-08-22
= 5
# an event without a readable time is never within one, nor outside
? until 2999-01-01
= 1 2 3 4 5 6 7 8 9 10 12 13 900719925474099301
? -until 2999-01-01
= 11
? since 0001-01-01
= 1 2 3 4 5 6 7 8 9 10 12 13 900719925474099301

# the wall clock of a zone east of Greenwich
zone Europe/Berlin
? ts:2026-08-23
= 8 9
? ts:2026-08-22T11:15
= 1 2
? since 2026-08-22T11:15 until 2026-08-22T11:16
= 1 2
? since 2026-08-22T11:15Z until 2026-08-22T12:01Z
=
? since today
= 8 9
? since yesterday until today
= 1 2 3 4 5 6 7 12 13 900719925474099301
? ts:02:00
= 9
? ts:"today 02:00"
= 9
? ts:01:59
= 8

# summer time ends on 25 October 2026 at 03:00 and begins on 28 March 2027 at 02:00
now 2026-10-25T12:00:00Z
set clocks
{"id":1,"timestamp":"2026-10-25T00:30:00Z"}
{"id":2,"timestamp":"2026-10-25T01:30:00Z"}
{"id":3,"timestamp":"2026-10-25T02:30:00Z"}
{"id":4,"timestamp":"2026-10-24T22:00:00Z"}
{"id":5,"timestamp":"2026-10-25T22:59:59.999Z"}
{"id":6,"timestamp":"2026-10-25T23:00:00Z"}
{"id":7,"timestamp":"2027-03-28T00:59:59Z"}
{"id":8,"timestamp":"2027-03-28T01:00:00Z"}
{"id":9,"timestamp":"2027-03-28T01:30:00Z"}
# the hour that comes twice is the first of the two
? ts:2026-10-25T02:30
= 1
? ts>=2026-10-25T02:30 ts<2026-10-26
= 1 2 3 5
? ts>=2026-10-25T03:00 ts<2026-10-26
= 3 5
# the day has 25 hours
? ts:2026-10-25
= 1 2 3 4 5
? ts:today
= 1 2 3 4 5
# the hour that is skipped is moved forward
? ts:2027-03-28T02:30
= 9
? since 2027-03-28T02:30
= 9
? since 2027-03-28T02:00
= 8 9
? ts:2027-03-28
= 7 8 9

# odd clocks on the wire
zone UTC
now 2026-08-23T00:00:00Z
set wire
{"id":1,"timestamp":"2026-08-22T09:15:00"}
{"id":2,"timestamp":"2026-08-22 09:15:00"}
{"id":3,"timestamp":"2026-08-22T09:15:00.000+0000"}
{"id":4,"timestamp":"2026-08-22T11:15:00+02:00"}
{"id":5,"timestamp":"yesterday"}
{"id":6,"timestamp":1787390100}
{"id":7,"timestamp":null}
{"id":8,"timestamp":""}
? ts:2026-08-22T09:15
= 1 2 3 4
? since yesterday
= 1 2 3 4
? missing:ts
= 5 6 7 8
