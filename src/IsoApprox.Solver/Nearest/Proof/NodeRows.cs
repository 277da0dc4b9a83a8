namespace IsoApprox.Solver.Nearest.Proof;

/// <summary>Writes the rows of a node's linear program: the fixed ones, those of its cones, and tangents of the norms at a point.</summary>
internal sealed class NodeRows(DirectionModel model, DirectionProgram program)
{
    private readonly double[] _w = new double[model.Dimension];

    internal void AddFixedRows()
    {
        for (var i = 0; i < model.Count; i++)
        {
            for (var k = 0; k < model.Count; k++)
            {
                if (i != k && model.IsNear(i, k))
                {
                    program.Add(DirectionRow.Create(DirectionRowKind.Positive, i, k, []));
                }

                if (model.IsLong(i, k))
                {
                    program.Add(DirectionRow.Create(DirectionRowKind.Negative, i, k, []));
                }
            }
        }
    }

    internal void AddCone(int i, int k, DirectionCone cone)
    {
        if (model.IsLong(i, k))
        {
            program.Add(DirectionRow.Create(DirectionRowKind.FarFirst, i, k, cone.Chord));
        }

        if (model.IsLong(k, i))
        {
            program.Add(DirectionRow.Create(DirectionRowKind.FarSecond, i, k, cone.Chord));
        }

        if (model.IsIsometric)
        {
            program.Add(DirectionRow.Create(DirectionRowKind.Long, i, k, cone.Chord));
        }

        foreach (var facet in cone.Facets)
        {
            program.Add(DirectionRow.Create(DirectionRowKind.Facet, i, k, facet));
        }
    }

    /// <summary>Adds tangents of all norms in a few directions, for a first linear program.</summary>
    internal void AddCoarseTangents()
    {
        foreach (var w in DirectionGeometry.Coarse(model.Dimension))
        {
            for (var i = 0; i < model.Count; i++)
            {
                for (var k = 0; k < model.Count; k++)
                {
                    AddTangent(i, k, w, double.PositiveInfinity, []);
                }
            }
        }
    }

    /// <summary>
    /// Adds the tangents at a point of all norms that exceed their limit there by more than the tolerance; returns how many.
    /// </summary>
    internal int AddTangents(ReadOnlySpan<double> point, double tolerance)
    {
        var before = program.RowCount;
        for (var i = 0; i < model.Count; i++)
        {
            for (var k = 0; k < model.Count; k++)
            {
                var length = Vector(point, i, k, _w);
                if (length > tolerance)
                {
                    for (var d = 0; d < _w.Length; d++)
                    {
                        _w[d] /= length;
                    }

                    AddTangent(i, k, _w, length - tolerance, point);
                }
            }
        }

        return program.RowCount - before;
    }

    /// <summary>Adds the tangents with normal w of the norms of u_i (i = k) or x_ik whose limits lie below the length.</summary>
    private void AddTangent(int i, int k, double[] w, double length, ReadOnlySpan<double> point)
    {
        var level = point.IsEmpty ? 0 : point[model.Level];
        if (i == k)
        {
            if (!model.IsIsometric && length > level)
            {
                program.Add(DirectionRow.Create(DirectionRowKind.Displacement, i, i, w));
            }

            return;
        }

        if (model.IsNear(i, k) && length > Value(point, model.Near(i, k)))
        {
            program.Add(DirectionRow.Create(DirectionRowKind.Near, i, k, w));
        }

        if (model.IsIsometric && i < k && length > level + model.Distance(i, k))
        {
            program.Add(DirectionRow.Create(DirectionRowKind.Short, i, k, w));
        }
    }

    /// <summary>Writes u_i (i = k) or x_ik of the present point into w and returns its length.</summary>
    internal double Vector(ReadOnlySpan<double> point, int i, int k, double[] w)
    {
        for (var d = 0; d < w.Length; d++)
        {
            var own = Value(point, model.Coordinate(i, d));
            w[d] = i == k ? own : Value(point, model.Coordinate(k, d)) - own + (model.Origin(k, d) - model.Origin(i, d));
        }

        return DirectionCone.Norm(w);
    }

    /// <summary>A variable's value; 0 when it is fixed, and at the empty point.</summary>
    internal static double Value(ReadOnlySpan<double> point, int column) => column >= 0 && !point.IsEmpty ? point[column] : 0;
}
