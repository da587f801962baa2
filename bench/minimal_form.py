"""The smallest Streamlit form with as many widgets as a wave asks; keeps nothing.

How many statements, signs and comments stands in ASKS, as bench.respondents counts them.
"""

import os

import streamlit as st

STATEMENTS, SIGNS, COMMENTS = map(int, os.environ["ASKS"].split())
OPTIONS = ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree", "Can't say"]

with st.form("pulse"):
    for number in range(STATEMENTS):
        st.radio(f"Statement {number + 1}", OPTIONS, index=None, horizontal=True)
    for number in range(SIGNS):
        st.checkbox(f"Sign {number + 1}")
    for number in range(COMMENTS):
        st.text_area(f"Comment {number + 1}")
    if st.form_submit_button("Send"):
        st.title("Thank you!")
