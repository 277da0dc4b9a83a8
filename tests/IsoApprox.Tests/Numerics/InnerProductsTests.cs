using IsoApprox.Arithmetic;
using IsoApprox.Kernels;
using IsoApprox.Tests.Oracles;

namespace IsoApprox.Tests.Numerics;

/// <summary>Inner products by blocks and parts of the coordinates against plain sums.</summary>
public class InnerProductsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(49, 512)]
    [InlineData(61, 1100)]
    [InlineData(230, 40)]
    public void TheLowerTriangleHoldsInnerProductsWhateverTheThreads(int count, int n)
    {
        var random = new Random(count + n);
        using var products = new InnerProducts(count, n);
        for (var round = 0; round < 2; round++)
        {
            var x = RandomInstances.Points(random, count, n);
            var (one, many) = (new double[count * count], new double[count * count]);
            products.Compute(x, one, null);
            products.Compute(x, many, new ParallelOptions { MaxDegreeOfParallelism = 3 });
            Assert.Equal(one, many);
            Assert.Equal(one[^1], InnerProducts.LowerTriangle(x, count)[^1]);
            for (var i = 0; i < count; i++)
            {
                for (var j = 0; j < count; j++)
                {
                    var terms = Enumerable.Range(0, n).Select(k => x[(i * n) + k] * x[(j * n) + k]).ToArray();
                    var error = 2 * n * PairwiseDistances.UnitRoundoff * terms.Sum(Math.Abs);
                    Assert.Equal(j > i ? 0 : terms.Sum(), one[(i * count) + j], j > i ? 0 : error);
                }
            }
        }
    }
}
