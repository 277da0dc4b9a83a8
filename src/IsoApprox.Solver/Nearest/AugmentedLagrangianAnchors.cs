namespace IsoApprox.Solver.Nearest;

/// <content>The anchor levels sigma_i: their exact elimination and the multipliers of the triplet constraints.</content>
internal sealed partial class AugmentedLagrangian
{
    private double WithMargin(double squared)
    {
        var alpha = _problem.Margin;
        return alpha == 0 ? squared + Slack : squared + (2 * alpha * Math.Sqrt(squared + (MarginSmoothing * MarginSmoothing))) + (alpha * alpha) + Slack;
    }

    /// <summary>Eliminates sigma_i and writes anchor i's updated multipliers.</summary>
    private void AnchorRow(int i)
    {
        var (n, classes, c, scale) = (_problem.Count, _problem.Classes, Penalty, 1 / _problem.Radius);
        var scratch = _scratch.Value!;
        var multipliers = scratch.Multipliers.AsSpan();
        var shifted = scratch.Shifted.AsSpan();
        NextSeparation.ClearRow(i);
        Separation.Scatter(i, multipliers);
        var row = _squared.AsSpan(i * n, n);
        var own = classes[i];
        var (maxA, minB, farthest, nearest) = (double.NegativeInfinity, double.PositiveInfinity, double.NegativeInfinity, double.PositiveInfinity);
        for (var j = 0; j < n; j++)
        {
            if (classes[j] != own)
            {
                shifted[j] = (row[j] * scale) - (multipliers[j] / c);
                minB = Math.Min(minB, shifted[j]);
                nearest = Math.Min(nearest, row[j]);
            }
            else if (j != i || _problem.Margin > 0)
            {
                var demanded = WithMargin(row[j]);
                shifted[j] = (demanded * scale) + (multipliers[j] / c);
                maxA = Math.Max(maxA, shifted[j]);
                farthest = Math.Max(farthest, demanded);
            }
            else
            {
                shifted[j] = double.NegativeInfinity;
            }
        }

        _rowViolation[i] = farthest - Slack - nearest;
        var value = 0.0;
        if (maxA > minB)
        {
            var (a, b) = Candidates(scratch, shifted, classes, own, minB, maxA);
            var sigma = LevelRoots.Anchor(scratch.A.AsSpan(0, a), scratch.B.AsSpan(0, b));
            for (var j = 0; j < n; j++)
            {
                var excess = classes[j] == own ? shifted[j] - sigma : sigma - shifted[j];
                if (excess > 0)
                {
                    var v = c * excess;
                    NextSeparation.Add(i, j, v);
                    value += v * v;
                }
            }
        }

        _rowValue[i] = (value - Separation.SumOfSquares(i)) / (2 * c);
        Separation.Erase(i, multipliers);
    }

    private static (int A, int B) Candidates(Scratch scratch, ReadOnlySpan<double> shifted, int[] classes, int own, double minB, double maxA)
    {
        var (a, b) = (0, 0);
        for (var j = 0; j < shifted.Length; j++)
        {
            if (classes[j] == own)
            {
                if (shifted[j] > minB)
                {
                    scratch.A[a++] = shifted[j];
                }
            }
            else if (shifted[j] < maxA)
            {
                scratch.B[b++] = shifted[j];
            }
        }

        return (a, b);
    }

    private void AddSeparationWeights(int n, double scale)
    {
        var alpha = _problem.Margin;
        for (var i = 0; i < n; i++)
        {
            var columns = NextSeparation.Columns(i);
            var values = NextSeparation.Values(i);
            for (var p = 0; p < columns.Length; p++)
            {
                var j = columns[p];
                if (_problem.Classes[j] != _problem.Classes[i])
                {
                    _weights.Add(i, j, -values[p] * scale);
                }
                else if (j != i)
                {
                    var derivative = alpha == 0 ? 1 : 1 + (alpha / Math.Sqrt(_squared[(i * n) + j] + (MarginSmoothing * MarginSmoothing)));
                    _weights.Add(i, j, values[p] * scale * derivative);
                }
            }
        }
    }

    private sealed class Scratch(int n)
    {
        internal double[] Multipliers { get; } = new double[n];

        internal double[] Shifted { get; } = new double[n];

        internal double[] A { get; } = new double[n];

        internal double[] B { get; } = new double[n];
    }
}
