using IsoApprox.Certificates.Branch;

namespace IsoApprox.Solver.Nearest.Proof;

/// <summary>
/// Turns the multipliers of a basis into the rows of a certificate's leaf: clipped at 0, combined per point or pair, rounded to 11
/// decimals, the vector of a cone pushed inwards by as much. The trusted <see cref="BranchRelaxation.Bound"/> then says what they prove.
/// </summary>
internal sealed class LeafRows(DirectionModel model)
{
    private const double Smallest = 1e-12;
    private readonly SortedDictionary<(int Kind, int I, int K), double[]> _rows = [];

    internal void Clear() => _rows.Clear();

    /// <summary>Adds a constraint with a multiplier; negative ones and bounds count as 0.</summary>
    internal void Add(in DirectionRow row, double multiplier)
    {
        if (!(multiplier > Smallest) || row.Kind <= DirectionRowKind.UpperBound)
        {
            return;
        }

        switch (row.Kind)
        {
            case DirectionRowKind.Positive:
                Entry(3, row.I, row.K, 1)[0] += multiplier;
                break;
            case DirectionRowKind.Negative:
                Entry(4, row.I, row.K, 1)[0] += multiplier;
                break;
            case DirectionRowKind.Displacement:
                AddVector(Entry(0, row.I, row.I, model.Dimension), row, multiplier);
                break;
            case DirectionRowKind.Near:
                AddVector(Entry(1, row.I, row.K, model.Dimension), row, multiplier);
                break;
            case DirectionRowKind.Short:
                AddVector(Entry(2, row.I, row.K, model.Dimension), row, multiplier);
                break;
            default:
                var entry = Entry(5, row.I, row.K, 3 + model.Dimension);
                AddVector(entry.AsSpan(3), row, multiplier);
                if (row.Kind != DirectionRowKind.Facet)
                {
                    entry[row.Kind - DirectionRowKind.FarFirst] += multiplier;
                }

                break;
        }
    }

    /// <summary>The rows as numbers, every multiplier times a factor.</summary>
    internal double[] Encode(DirectionCone?[] cones, double factor = 1)
    {
        var result = new List<double>();
        foreach (var ((kind, i, k), values) in _rows)
        {
            if (kind == 5)
            {
                if (cones[model.Relaxation.Pair(i, k)] is not { } cone)
                {
                    continue;
                }

                var size = DirectionCone.Norm(values);
                for (var d = 0; d < model.Dimension; d++)
                {
                    values[3 + d] += (2e-11 + (1e-15 * size)) * cone.Chord[d];
                }
            }

            result.AddRange([kind, i, k]);
            foreach (var value in values)
            {
                result.Add(Math.Round(value * factor, 11));
            }
        }

        return [.. result];
    }

    private void AddVector(Span<double> target, in DirectionRow row, double multiplier)
    {
        for (var d = 0; d < model.Dimension; d++)
        {
            target[d] += multiplier * row.W(d);
        }
    }

    private double[] Entry(int kind, int i, int k, int length)
    {
        if (!_rows.TryGetValue((kind, i, k), out var values))
        {
            _rows.Add((kind, i, k), values = new double[length]);
        }

        return values;
    }
}
