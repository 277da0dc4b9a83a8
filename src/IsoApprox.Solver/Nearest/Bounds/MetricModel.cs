using IsoApprox.Arithmetic;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Branch;
using IsoApprox.Certificates.Metric;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Linear;

namespace IsoApprox.Solver.Nearest.Bounds;

/// <summary>
/// The linear program of the metric relaxation, lengths in units of the upper value. Variables: d_ij for the pairs i &lt; j, then s_i, then
/// t. Row r of the program is inequality r of <see cref="MetricCertificate.Rows"/>, left side minus right side >= 0.
/// </summary>
internal sealed class MetricModel
{
    private readonly Embedding _f;
    private readonly double _upper;
    private readonly List<(int Kind, int I, int J, int K)> _rows = [];
    private readonly int _pairs;

    internal MetricModel(Problem problem, double upper)
    {
        (_f, _upper) = (problem.Points, upper);
        var n = _f.Count;
        _pairs = n * (n - 1) / 2;
        var (cost, lower, top) = (new double[_pairs + n + 1], new double[_pairs + n + 1], new double[_pairs + n + 1]);
        cost[^1] = top[^1] = 1;
        for (var i = 0; i < n; i++)
        {
            for (var j = i + 1; j < n; j++)
            {
                var distance = EnclosedDistance.Distance(_f[i], _f[j]).Upper / upper;
                (lower[Pair(i, j)], top[Pair(i, j)]) = (Math.Max(0, distance - 1.001), distance + 1.001);
            }
        }

        for (var i = 0; i < n; i++)
        {
            foreach (var j in _f.Members(_f.Classes[i]))
            {
                top[_pairs + i] = i == j ? top[_pairs + i] : Math.Max(top[_pairs + i], top[Pair(i, j)]);
            }
        }

        Program = new LinearProgram(cost, lower, top);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                AddPair(i, j, problem.Margin);
            }
        }
    }

    internal LinearProgram Program { get; }

    /// <summary>Adds the most violated triangle inequalities and returns how many.</summary>
    internal int AddViolatedTriangles(double[] point, double tolerance, int most)
    {
        var found = new List<(double Violation, int I, int J, int K)>();
        for (var i = 0; i < _f.Count; i++)
        {
            for (var j = i + 1; j < _f.Count; j++)
            {
                var (best, via) = (tolerance, -1);
                for (var k = 0; k < _f.Count; k++)
                {
                    if (k != i && k != j && point[Pair(i, j)] - point[Pair(i, k)] - point[Pair(k, j)] is var violation && violation > best)
                    {
                        (best, via) = (violation, k);
                    }
                }

                if (via >= 0)
                {
                    found.Add((best, i, j, via));
                }
            }
        }

        foreach (var (_, i, j, k) in found.OrderByDescending(v => v.Violation).ThenBy(v => v.I).ThenBy(v => v.J).Take(most))
        {
            _rows.Add((4, i, j, k));
            Program.AddRow([Pair(i, k), Pair(k, j), Pair(i, j)], [1, 1, -1], 0, double.PositiveInfinity);
        }

        return Math.Min(found.Count, most);
    }

    /// <summary>
    /// The rows with a positive multiplier as a certificate wants them. Rows that were added after the program was solved have none.
    /// </summary>
    internal double[] Multipliers(double[] dual)
    {
        var result = new List<double>();
        for (var r = 0; r < Math.Min(_rows.Count, dual.Length); r++)
        {
            if (dual[r] > 1e-13)
            {
                result.AddRange([_rows[r].Kind, _rows[r].I, _rows[r].J, _rows[r].K, dual[r]]);
            }
        }

        return [.. result];
    }

    private void AddPair(int i, int j, double margin)
    {
        if (i == j)
        {
            return;
        }

        var (pair, radius, level) = (Pair(i, j), _pairs + i, _pairs + _f.Count);
        var distance = EnclosedDistance.Distance(_f[i], _f[j]).Upper / _upper;
        if (i < j)
        {
            Add((0, i, j, 0), [pair, level], [1, 1], distance);
            Add((1, i, j, 0), [pair, level], [-1, 1], -distance);
        }

        if (_f.Classes[i] == _f.Classes[j])
        {
            Add((2, i, j, 0), [radius, pair], [1, -1], 0);
        }
        else
        {
            Add((3, i, j, 0), [pair, radius], [1, -1], margin / _upper);
        }
    }

    private void Add((int Kind, int I, int J, int K) row, int[] variables, double[] coefficients, double side)
    {
        _rows.Add(row);
        Program.AddRow(variables, coefficients, side, double.PositiveInfinity);
    }

    private int Pair(int i, int j) => BranchArcs.Pair(Math.Min(i, j), Math.Max(i, j), _f.Count);
}
