using IsoApprox.Solver.Algebra;
using IsoApprox.Solver.Tests.Nearest;

namespace IsoApprox.Solver.Tests.Numerics;

/// <summary>A sieve may list too many; it must never miss one.</summary>
public class PairSieveTests
{
    [Theory]
    [InlineData(1, 3, 0)]
    [InlineData(5, 1, 0)]
    [InlineData(97, 7, 0)]
    [InlineData(200, 64, 0)]
    [InlineData(131, 48, 1e6)]
    public void Lists_all_within_the_limit_and_few_others(int count, int dimension, double offset)
    {
        var random = new Random(count);
        var points = new double[count * dimension];
        for (var e = 0; e < points.Length; e++)
        {
            // Half of the points lie close together: their distances are below the rounding of single precision.
            points[e] = offset + (RandomEmbeddings.Gaussian(random) * (e / dimension % 2 == 0 ? 1 : 1e-5));
        }

        double Squared(int i, int j) => VectorKernels.SquaredDistance(
            points.AsSpan(i * dimension, dimension), points.AsSpan(j * dimension, dimension));
        var limits = Enumerable.Range(0, count)
            .Select(i => i % 5 == 4 ? double.NaN : Squared(i, random.Next(count)) * (i % 3 == 0 ? 1 : random.NextDouble())).ToArray();
        var sieve = new PairSieve(count, dimension, count);
        sieve.Load(points, null);
        for (var first = 0; first < count; first += PairSieve.TaskRows)
        {
            sieve.List(first, Math.Min(count, first + PairSieve.TaskRows), i => limits[i]);
        }

        for (var i = 0; i < count; i++)
        {
            Assert.True(sieve.IsComplete(i));
            var found = sieve.Of(i).ToArray();
            Assert.Equal(found.Order(), found);
            Assert.All(found, j => Assert.InRange(j, 0, count - 1));
            Assert.Empty(Enumerable.Range(0, count).Where(j => Squared(i, j) <= limits[i]).Except(found));
            Assert.DoesNotContain(found, j => Squared(i, j) > limits[i] + (1e-4 * dimension));
            Assert.False(double.IsNaN(limits[i]) && found.Length > 0);
        }
    }

    [Fact]
    public void Long_lists_are_given_up()
    {
        var sieve = new PairSieve(100, 2, 20);
        sieve.Load([.. Enumerable.Range(0, 200).Select(e => (double)(e / 2))], null);
        for (var first = 0; first < 100; first += PairSieve.TaskRows)
        {
            sieve.List(first, Math.Min(100, first + PairSieve.TaskRows), i => i < 50 ? 8 : 1e9);
        }

        Assert.All(Enumerable.Range(0, 100), i => Assert.Equal(i < 50, sieve.IsComplete(i)));
    }
}
