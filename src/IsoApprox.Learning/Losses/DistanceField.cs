using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Sets;
using IsoApprox.Solver.Algebra;

namespace IsoApprox.Learning.Losses;

/// <summary>
/// All distances of a batch, row by row, and the chain rule back to the coordinates: a loss accumulates dL/dd_ij per row, this class turns
/// it into dL/df. Memory O(N n).
/// </summary>
internal sealed class DistanceField
{
    private readonly Embedding _f;
    private readonly PairDistance _distance;
    private readonly double[] _points;
    private readonly double[]? _gradient;
    private readonly CosineOrder? _cosines;

    internal DistanceField(Embedding f, PairDistance distance, Span<double> gradient)
    {
        ArgumentNullException.ThrowIfNull(f);
        RequireLength(f, gradient);
        (_f, _distance) = (f, distance);
        _points = f.Coordinates.ToArray();
        if (distance == PairDistance.Cosine)
        {
            OutputNormalisation.Apply(Normalisation.UnitSphere, _points, f.Dimension);
            _cosines = new CosineOrder(f);
        }

        _gradient = gradient.IsEmpty ? null : new double[_points.Length];
    }

    /// <summary>Refuses a gradient that is neither empty nor of length N n.</summary>
    internal static void RequireLength(Embedding f, Span<double> gradient)
    {
        if (!gradient.IsEmpty && gradient.Length != f.Count * f.Dimension)
        {
            throw new ArgumentException(
                $"the gradient has {gradient.Length} entries; {f.Count} points of dimension {f.Dimension} need one for each coordinate");
        }
    }

    /// <summary>The distances from row i to all rows.</summary>
    internal void Row(int i, Span<double> distances)
    {
        for (var j = 0; j < _f.Count; j++)
        {
            distances[j] = At(i, j);
        }
    }

    /// <summary>d(i, j).</summary>
    internal double At(int i, int j)
    {
        var squared = PairwiseDistances.Squared(Point(i), Point(j));
        return _distance switch
        {
            PairDistance.Euclidean => Math.Sqrt(squared),
            PairDistance.SquaredEuclidean => squared,
            _ => IsZero(i) || IsZero(j) ? (i == j ? 0 : 1) : squared / 2,
        };
    }

    /// <summary>
    /// Sign of d(a, p) + margin - d(a, n). Cosine distances are compared exactly, so that ties are ties; the others as they are rounded,
    /// like the measures of the core.
    /// </summary>
    /// <param name="triplet">(a, p, n).</param>
    /// <param name="row">The row of <see cref="Row"/> of the anchor.</param>
    /// <param name="margin">Finite, at least 0.</param>
    internal int Sign(Triplet triplet, ReadOnlySpan<double> row, double margin = 0) => _cosines is null
        ? Math.Sign(row[triplet.Positive] + margin - row[triplet.Negative])
        : _cosines.Sign(triplet, row[triplet.Positive], row[triplet.Negative], margin);

    /// <summary>True when d(a, j) > d(a, k), decided as by <see cref="Sign"/>.</summary>
    internal bool IsFarther(int a, int j, int k, ReadOnlySpan<double> row) => Sign(new Triplet(a, j, k), row) > 0;

    /// <summary>Adds sum over j of slopes_j * dd(i, j)/df; where slopes_j = 0 nothing is done.</summary>
    /// <param name="i">The anchor.</param>
    /// <param name="distances">The row of <see cref="Row"/>.</param>
    /// <param name="slopes">dL/dd_ij.</param>
    internal void AddRow(int i, ReadOnlySpan<double> distances, ReadOnlySpan<double> slopes)
    {
        for (var j = 0; _gradient is not null && j < slopes.Length; j++)
        {
            if (slopes[j] != 0)
            {
                Add(i, j, distances[j], slopes[j]);
            }
        }
    }

    /// <summary>Adds slope * dd(i, j)/df.</summary>
    internal void Add(int i, int j, double distance, double slope)
    {
        if (_gradient is null || i == j || HasNoSlope(i, j, distance))
        {
            return;
        }

        var factor = _distance switch
        {
            PairDistance.Euclidean => slope / distance,
            PairDistance.SquaredEuclidean => 2 * slope,
            _ => slope,
        };
        VectorKernels.AddScaledDifference(factor, Point(i), Point(j), Slice(_gradient, i));
        VectorKernels.AddScaledDifference(-factor, Point(i), Point(j), Slice(_gradient, j));
    }

    /// <summary>Writes scale * (everything added) as the derivative by the coordinates of the batch.</summary>
    internal void Finish(double scale, Span<double> gradient)
    {
        if (_gradient is null)
        {
            return;
        }

        VectorKernels.Scale(scale, _gradient);
        if (_distance == PairDistance.Cosine)
        {
            OutputNormalisation.PullBack(Normalisation.UnitSphere, _f.Coordinates, _f.Dimension, _gradient);
        }

        _gradient.CopyTo(gradient);
    }

    private bool HasNoSlope(int i, int j, double distance) =>
        _distance == PairDistance.Euclidean ? distance == 0 : _distance == PairDistance.Cosine && (IsZero(i) || IsZero(j));

    private ReadOnlySpan<double> Point(int i) => Slice(_points, i);

    private Span<double> Slice(double[] values, int i) => values.AsSpan(i * _f.Dimension, _f.Dimension);

    // Only a zero vector has no coordinate other than 0 after scaling to the sphere.
    private bool IsZero(int i) => !Point(i).ContainsAnyExcept(0.0);
}
