using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Counterexamples;

/// <summary>
/// Packs classes: maximises (sum over same-class pairs of w_ij D_ij) / (p-norm of all D_ij) over embeddings with small loss, with random
/// weights and p. At a local maximum the multipliers of the tight triplets, w and the derivative of the norm are in balance, so they are
/// multipliers of the tangent program: this finds points with many tight triplets that carry weight, where a random start has one.
/// </summary>
internal sealed class Jamming(double loss, double floor, CancellationToken cancellation)
{
    private const int Steps = 60;
    private const double FirstRadius = 0.1;
    private const double LeastRadius = 1e-4;
    private static readonly double[] Powers = [1, 2, 4, 8, 16];

    /// <summary>The packed points; those given when no step succeeds, or when no class has two different points.</summary>
    /// <param name="f">Points with a loss of at most L.</param>
    /// <param name="random">Weights and power.</param>
    internal Embedding Apply(Embedding f, Random random)
    {
        var power = Powers[random.Next(Powers.Length)];
        var isWeighted = random.Next(2) == 0;
        var weights = new double[f.Count, f.Count];
        foreach (ref var weight in System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref weights[0, 0], weights.Length))
        {
            weight = isWeighted ? -Math.Log(1 - random.NextDouble()) : 1;
        }

        var (diameter, radius) = (new PairDistances(f).Largest, FirstRadius);
        var current = Cut(f, weights, power);
        if (!double.IsFinite(current.Value))
        {
            return f;
        }

        for (var step = 0; step < Steps && radius > LeastRadius && !cancellation.IsCancellationRequested; step++)
        {
            diameter = new PairDistances(f).Largest;
            var moved = AscentStep.Take([current], loss * diameter, floor * diameter, radius * diameter, cancellation);
            var restored = moved is null ? null : LossRestoration.Apply(moved, [], loss * diameter);
            var next = restored is null ? null : Cut(restored, weights, power);
            if (next is not null && next.Value > current.Value + 1e-9)
            {
                (f, current, radius) = (restored!, next, Math.Min(0.3, radius * 1.5));
            }
            else
            {
                radius *= 0.4;
            }
        }

        return f;
    }

    /// <summary>log sum w D - log p-norm.</summary>
    private static AscentCut Cut(Embedding f, double[,] weights, double power)
    {
        var distances = new PairDistances(f);
        var largest = distances.Largest;
        var (inside, norm) = (0.0, 0.0);
        for (var i = 0; i < f.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                inside += f.Classes[i] == f.Classes[j] ? weights[i, j] * distances[i, j] : 0;
                norm += Math.Pow(distances[i, j] / largest, power);
            }
        }

        var gradient = new double[f.Count * f.Dimension];
        for (var i = 0; i < f.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var weight = (f.Classes[i] == f.Classes[j] ? weights[i, j] / inside : 0)
                    - (Math.Pow(distances[i, j] / largest, power - 1) / (norm * largest));
                var (indices, values) = distances.Gradient([(i, j, weight)]);
                for (var e = 0; e < indices.Length; e++)
                {
                    gradient[indices[e]] += values[e];
                }
            }
        }

        return new AscentCut(f, Math.Log(inside / largest) - (Math.Log(norm) / power), gradient);
    }
}
