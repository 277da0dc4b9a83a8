using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Directions;

/// <summary>
/// Places for all points, given a Triplet-Separated embedding of a few: a point takes the place of the nearest of the few in its class; a
/// class that has none of them becomes one point outside the reach of all, as near to its points as was found.
/// </summary>
internal sealed class ReducedPlacement
{
    private const int Directions = 24;
    private const int Pushes = 12;
    private const int BallSteps = 60;

    /// <summary>Places are this much further out than they must be.</summary>
    private const double Clearance = 1e-9;
    private static readonly double[] Radii = [0.35, 0.7, 1];
    private readonly Embedding _f;
    private readonly Embedding _few;
    private readonly double[] _reach;

    /// <param name="f">The points.</param>
    /// <param name="margin">alpha.</param>
    /// <param name="rows">The few.</param>
    /// <param name="few">Their places.</param>
    internal ReducedPlacement(Embedding f, double margin, int[] rows, Embedding few)
    {
        (_f, _few) = (f, few);
        var n = f.Dimension;
        (Images, Distances) = (new double[f.Count * n], new double[f.Count]);
        _reach = new double[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            foreach (var j in few.Members(few.Classes[i]))
            {
                _reach[i] = Math.Max(_reach[i], Math.Sqrt(ScaledPoints.Squared(few[i], few[j])));
            }

            _reach[i] = (_reach[i] + margin) * (1 + Clearance);
        }

        var own = rows.Select((row, k) => KeyValuePair.Create(row, k)).ToDictionary();
        var byClass = rows.Select((row, k) => (Row: row, Place: k)).ToLookup(x => f.Classes[x.Row], x => x.Place);
        for (var a = 0; a < f.ClassCount; a++)
        {
            var centre = byClass.Contains(a) ? null : Place(a);
            foreach (var i in f.Members(a))
            {
                var image = centre ?? few[own.TryGetValue(i, out var k) ? k : byClass[a].MinBy(q => ScaledPoints.Squared(f[i], few[q]))]
                    .ToArray();
                image.CopyTo(Images.AsSpan(i * n));
                Distances[i] = Math.Sqrt(ScaledPoints.Squared(f[i], image));
            }
        }
    }

    /// <summary>Coordinates row by row.</summary>
    internal double[] Images { get; }

    /// <summary>|f_i - image of i|.</summary>
    internal double[] Distances { get; }

    /// <summary>One place for a class.</summary>
    private double[] Place(int a)
    {
        var members = _f.Members(a).ToArray();
        var centre = _f[members[0]].ToArray();
        for (var step = 1; step <= BallSteps; step++)
        {
            var far = members.MaxBy(i => ScaledPoints.Squared(_f[i], centre));
            centre = [.. centre.Select((x, k) => x + ((_f[far][k] - x) / (step + 1)))];
        }

        var radius = Math.Sqrt(members.Max(i => ScaledPoints.Squared(_f[i], centre)));
        var (best, value) = (centre, double.PositiveInfinity);
        foreach (var candidate in Candidates(centre, radius))
        {
            if (!PushOut(candidate))
            {
                continue;
            }

            var distance = members.Max(i => ScaledPoints.Squared(_f[i], candidate));
            (best, value) = distance < value ? (candidate, distance) : (best, value);
        }

        return best;
    }

    private IEnumerable<double[]> Candidates(double[] centre, double radius)
    {
        yield return (double[])centre.Clone();
        if (Array.TrueForAll(_reach, r => r == 0) || IsFree(centre))
        {
            yield break;
        }

        var random = SeededRandom.Create(1, 0);
        for (var d = 0; d < Directions; d++)
        {
            var direction = Array.ConvertAll(centre, _ => SeededRandom.Gaussian(random));
            var length = Math.Sqrt(direction.Sum(x => x * x));
            foreach (var share in Radii)
            {
                yield return [.. centre.Select((x, k) => x + (share * radius * direction[k] / length))];
            }
        }
    }

    private bool IsFree(double[] x)
    {
        for (var i = 0; i < _reach.Length; i++)
        {
            if (ScaledPoints.Squared(x, _few[i]) < _reach[i] * _reach[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Moves a place out of every reach, one after the other; false when it is still inside one at the end.</summary>
    private bool PushOut(double[] x)
    {
        for (var push = 0; push < Pushes; push++)
        {
            var moved = false;
            for (var i = 0; i < _reach.Length; i++)
            {
                var distance = Math.Sqrt(ScaledPoints.Squared(x, _few[i]));
                if (distance < _reach[i])
                {
                    var factor = distance > 0 ? _reach[i] * (1 + Clearance) / distance : 0;
                    for (var k = 0; k < x.Length; k++)
                    {
                        x[k] = factor > 0 ? _few[i][k] + (factor * (x[k] - _few[i][k])) : k == 0 ? x[k] + _reach[i] : x[k];
                    }

                    moved = true;
                }
            }

            if (!moved)
            {
                return true;
            }
        }

        return false;
    }
}
