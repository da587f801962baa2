import sys,pathlib,tempfile,time
from tests.make import *
from tests.processes import *
from survey.settings import Settings
from functools import partial
from analytics.schedule import close_now
def nothing(line, *a): 
    t=time.time()
    line.send(time.time())
def opening(line, s):
    t=time.time(); st=Store(s); a=time.time()-t; st.waves(); line.send((a,time.time()-t))
if __name__=="__main__":
    d=pathlib.Path(tempfile.mkdtemp())
    s=Settings(data=d/'blank')
    Store(s).close()
    for i in range(3):
        t=time.time()
        with Other(nothing) as o: print('spawn', o.line.recv()-t)
    for i in range(3):
        t=time.time()
        with Other(opening, s) as o: print(o.line.recv(), time.time()-t)
