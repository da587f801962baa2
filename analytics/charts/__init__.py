"""In which form is it drawn? Published values as Plotly figures, geometry apart from drawing."""
