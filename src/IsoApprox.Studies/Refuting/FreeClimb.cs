using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Solver.Nearest;
using IsoApprox.Studies.Families;

namespace IsoApprox.Studies.Refuting;

/// <summary>A climb of the certified lower bound of d_iso/L in free dimension: random moves of all points or of one, kept when the bound rises.</summary>
internal sealed class FreeClimb(RefuteSettings settings, CancellationToken cancellation)
{
    internal long Evaluations { get; private set; }

    internal Embedding Run(Embedding start, Random random)
    {
        var (best, value) = (start, Value(start));
        for (var step = 0; step < settings.Steps && !cancellation.IsCancellationRequested; step++)
        {
            var size = Diameter.Compute(best, cancellation: CancellationToken.None).Value * Math.Pow(10, -0.5 - (3 * random.NextDouble()));
            var trial = random.Next(2) == 0 ? RandomEmbeddings.Moved(random, best, size) : MoveOne(random, best, size);
            var trialValue = Value(trial);
            (best, value) = trialValue > value ? (trial, trialValue) : (best, value);
        }

        return best;
    }

    internal NearestSolution Solve(Embedding f)
    {
        Evaluations++;
        return NearestSolver.Solve(
            f,
            new NearestSettings { Metric = NearestMetric.IsometricError, FreeDimension = true, Starts = 1, Threads = 1, Seed = settings.Seed, Gap = 1e-5 },
            null,
            cancellation);
    }

    private double Value(Embedding f)
    {
        var loss = TripletLoss.HardMined(f, cancellation: CancellationToken.None).Value;
        return loss > 1e-6 * Diameter.Compute(f, cancellation: CancellationToken.None).Value ? Solve(f).Lower / loss : 0;
    }

    private static Embedding MoveOne(Random random, Embedding f, double size)
    {
        var points = f.Coordinates.ToArray();
        var i = random.Next(f.Count);
        for (var k = 0; k < f.Dimension; k++)
        {
            points[(i * f.Dimension) + k] += size * RandomEmbeddings.Gaussian(random);
        }

        return f.WithPoints(points, f.Dimension);
    }
}
