using IsoApprox.Certificates;
using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Directions;

/// <summary>The problem as the search sees it: centred points in R^n in units of an upper value, padded by zeros.</summary>
internal sealed class ScaledPoints
{
    /// <param name="problem">The problem, d_haus in a fixed dimension.</param>
    /// <param name="unit">Length of the unit: an upper value of d_haus.</param>
    internal ScaledPoints(Problem problem, double unit)
    {
        (Problem, Unit, Margin) = (problem, unit, problem.Margin / unit);
        var f = problem.Points;
        Dimension = Math.Max(problem.Dimension ?? f.Dimension, f.Dimension);
        Centre = new double[Dimension];
        for (var i = 0; i < f.Count; i++)
        {
            for (var k = 0; k < f.Dimension; k++)
            {
                Centre[k] += f[i][k] / f.Count;
            }
        }

        Coordinates = new double[f.Count * Dimension];
        for (var i = 0; i < f.Count; i++)
        {
            for (var k = 0; k < f.Dimension; k++)
            {
                Coordinates[(i * Dimension) + k] = (f[i][k] - Centre[k]) / unit;
            }
        }
    }

    internal Problem Problem { get; }

    internal Embedding Source => Problem.Points;

    internal double Unit { get; }

    /// <summary>n.</summary>
    internal int Dimension { get; }

    internal int Count => Source.Count;

    /// <summary>alpha in the unit.</summary>
    internal double Margin { get; }

    /// <summary>What was subtracted from the points.</summary>
    internal double[] Centre { get; }

    /// <summary>Row by row.</summary>
    internal double[] Coordinates { get; }

    internal ReadOnlySpan<double> this[int row] => Coordinates.AsSpan(row * Dimension, Dimension);

    internal int ClassOf(int row) => Source.Classes[row];

    /// <summary>|x - y|^2.</summary>
    internal static double Squared(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var sum = 0.0;
        for (var k = 0; k < x.Length; k++)
        {
            sum += (x[k] - y[k]) * (x[k] - y[k]);
        }

        return sum;
    }
}
