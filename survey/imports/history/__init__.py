"""Which answers do the exports of other survey tools hold?"""
