"""The smallest Streamlit form with the widgets of the standard instrument; keeps nothing."""

import streamlit as st

OPTIONS = ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree", "Can't say"]

with st.form("pulse"):
    for number in range(18):
        st.radio(f"Statement {number + 1}", OPTIONS, index=None, horizontal=True)
    for number in range(5):
        st.checkbox(f"Sign {number + 1}")
    for number in range(2):
        st.text_area(f"Comment {number + 1}")
    if st.form_submit_button("Send"):
        st.title("Thank you!")
