"""What is answered without Streamlit: links that set cookies, files, headers."""
