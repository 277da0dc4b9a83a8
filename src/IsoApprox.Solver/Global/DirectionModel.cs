using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Numerics;

namespace IsoApprox.Solver.Global;

/// <summary>
/// The problem in floating point as the linear programs see it: lengths in units of a power of two near the largest one, variables that the gauge fixes left
/// out.
/// Shared by all threads, immutable but for the box, which shrinks with the upper value between batches.
/// </summary>
internal sealed class DirectionModel
{
    private readonly double[] _distances;
    private readonly double[] _origin;

    internal DirectionModel(Problem problem, int dimension, double upper)
    {
        (Problem, Points, Count, Dimension) = (problem, problem.Points, problem.Points.Count, dimension);
        IsIsometric = problem.Metric == NearestMetric.IsometricError;
        var largest = Math.Max(Math.Max(Diameter.Compute(Points).Value, problem.Margin), upper);
        Unit = Math.ScaleB(1, Math.ILogB(largest));
        Margin = problem.Margin / Unit;
        _distances = new double[Count * Count];
        _origin = new double[Count * Dimension];
        Gauge = IsIsometric ? GaugeChoice.Choose(Points, dimension) : [];
        Relaxation = new BranchRelaxation(problem, dimension, Gauge, upper);
        for (var i = 0; i < Count; i++)
        {
            for (var d = 0; d < Math.Min(Dimension, Points.Dimension) && !IsIsometric; d++)
            {
                _origin[(i * Dimension) + d] = (Points[i][d] - Points[0][d]) / Unit;
            }

            for (var k = 0; k < Count; k++)
            {
                _distances[(i * Count) + k] = Relaxation.Distance(i, k).Upper / Unit;
            }
        }

        (Lower, Upper, Variable) = ([], [], []);
        CreateVariables();
        SetUpper(upper);
    }

    internal Problem Problem { get; }

    internal Embedding Points { get; }

    internal int Count { get; }

    internal int Dimension { get; }

    internal bool IsIsometric { get; }

    /// <summary>1 (ISO) or 2 (HAUS): how much a distance can change per unit of t.</summary>
    internal int Change => IsIsometric ? 1 : 2;

    /// <summary>Length unit of the linear programs.</summary>
    internal double Unit { get; }

    internal double Margin { get; }

    internal int[] Gauge { get; }

    /// <summary>The trusted bound at the present upper value.</summary>
    internal BranchRelaxation Relaxation { get; private set; }

    /// <summary>Column of each variable of <see cref="BranchRelaxation.Bounds"/>, -1 when it is fixed at 0.</summary>
    internal int[] Variable { get; private set; }

    /// <summary>Number of columns.</summary>
    internal int Columns { get; private set; }

    /// <summary>Column of t.</summary>
    internal int Level => Columns - 1;

    internal double[] Lower { get; private set; }

    internal double[] Upper { get; private set; }

    internal double Distance(int i, int k) => _distances[(i * Count) + k];

    internal double Origin(int i, int coordinate) => _origin[(i * Dimension) + coordinate];

    internal int Coordinate(int i, int d) => Variable[(i * Dimension) + d];

    internal int Radius(int a) => Variable[(Count * Dimension) + a];

    internal bool SameClass(int i, int k) => Points.Classes[i] == Points.Classes[k];

    /// <summary>Tightens the box. Not to be called while nodes are being solved.</summary>
    internal void SetUpper(double upper)
    {
        Relaxation = new BranchRelaxation(Problem, Dimension, Gauge, upper);
        for (var v = 0; v < Variable.Length; v++)
        {
            if (Variable[v] is var column and >= 0)
            {
                var bounds = Relaxation.Bounds(v);
                (Lower[column], Upper[column]) = (bounds.Lower / Unit, bounds.Upper / Unit);
            }
        }
    }

    private void CreateVariables()
    {
        Variable = new int[(Count * Dimension) + Count + 1];
        for (var v = 0; v < Variable.Length; v++)
        {
            Variable[v] = Relaxation.Bounds(v) == Interval.Zero ? -1 : Columns++;
        }

        if (Variable[^1] < 0)
        {
            Variable[^1] = Columns++;
        }

        (Lower, Upper) = (new double[Columns], new double[Columns]);
    }
}
