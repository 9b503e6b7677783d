"""The synthetic retailer, part by part: people, first journeys, orders, service, contacts, surveys.

`effects` holds every planted truth. Each part draws from its own random stream, so that a change
of one part leaves the others as they were.
"""
