using IsoApprox.Learning.Health;
using MathNet.Numerics.LinearAlgebra;

namespace IsoApprox.Learning.Tests.Health;

public class SingularValuesTests
{
    [Theory]
    [InlineData(50, 7)]
    [InlineData(7, 50)]
    [InlineData(1, 5)]
    [InlineData(5, 1)]
    [InlineData(9000, 3)]
    [InlineData(20000, 5)]
    public void Agree_with_a_decomposition_of_the_whole_matrix(int count, int n)
    {
        var points = Clouds.Gaussian(count, count, n, 1).Coordinates.ToArray();
        var expected = Matrix<double>.Build.Dense(n, count, points).Svd(false).S;
        var actual = SingularValues.Of(points, n, CancellationToken.None);
        Assert.Equal(Math.Min(count, n), actual.Length);
        for (var k = 0; k < actual.Length; k++)
        {
            Assert.Equal(expected[k], actual[k], 1e-12 * expected[0]);
        }
    }

    [Fact]
    public void Small_values_survive_that_squares_would_lose()
    {
        // Columns c and c + 1e-10 d: the second value is near 1e-10 of the first; its square, 1e-20, would drown.
        var points = new double[20000];
        for (var i = 0; i < 10000; i++)
        {
            (points[2 * i], points[(2 * i) + 1]) = (1, i % 2 == 0 ? 1e-10 : -1e-10);
        }

        Assert.Equal(1e-10, SingularValues.Of(points, 2, CancellationToken.None)[1] / 100, 1e-14);
    }

    [Fact]
    public void Dependent_columns_have_values_near_zero()
    {
        var f = Clouds.Gaussian(3, 500, 2, 1);
        var points = Enumerable.Range(0, 500).SelectMany(i => new[] { f[i][0], f[i][1], f[i][0] + f[i][1], 0 }).ToArray();
        var values = SingularValues.Of(points, 4, CancellationToken.None);
        Assert.InRange(values[2] / values[0], 0, 1e-14);
        Assert.InRange(values[3] / values[0], 0, 1e-14);
    }
}
