using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;

namespace IsoApprox.Studies.Refuting;

/// <summary>Random starts: Gaussian points, classes of Gaussian points about Gaussian centres, points of the grid {-1, 0, 1}^n.</summary>
internal static class RandomStarts
{
    private const double ClassSpread = 0.3;
    private const double GridNoise = 0.01;

    /// <summary>Classes take turns, so that their sizes differ by at most one.</summary>
    internal static Embedding Create(int count, int dimension, int classes, Random random)
    {
        var labels = Enumerable.Range(0, count).Select(i => i % classes).ToArray();
        var (spread, centreSpread, isGrid) = random.Next(3) switch
        {
            0 => (1.0, 0.0, false),
            1 => (ClassSpread, 1.0, false),
            _ => (GridNoise, 0.0, true),
        };
        var centres = new double[classes * dimension];
        for (var k = 0; k < centres.Length; k++)
        {
            centres[k] = centreSpread * SeededRandom.Gaussian(random);
        }

        var points = new double[count * dimension];
        for (var k = 0; k < points.Length; k++)
        {
            var centre = isGrid ? random.Next(3) - 1 : centres[(labels[k / dimension] * dimension) + (k % dimension)];
            points[k] = centre + (spread * SeededRandom.Gaussian(random));
        }

        return Embedding.Create(points, dimension, labels, "random");
    }
}
