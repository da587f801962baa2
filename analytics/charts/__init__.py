"""Charts: published values as Plotly figures, geometry apart from drawing."""
