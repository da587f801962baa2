"""How is the form answered as plain HTML, without a websocket, a cookie or a script?"""
