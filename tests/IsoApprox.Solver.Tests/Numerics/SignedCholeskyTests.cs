using IsoApprox.Solver.Algebra;
using MathNet.Numerics.LinearAlgebra;

namespace IsoApprox.Solver.Tests.Numerics;

public class SignedCholeskyTests
{
    private const double Accuracy = 1e-10;

    private static double[] Quasidefinite(int positive, int negative, int seed)
    {
        var random = new Random(seed);
        var size = positive + negative;
        var a = new double[size * size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                a[(i * size) + j] = a[(j * size) + i] = random.NextDouble() - 0.5;
            }

            a[(i * size) + i] = (i < positive ? 1 : -1) * size;
        }

        return a;
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 2)]
    [InlineData(64, 1)]
    [InlineData(65, 63)]
    [InlineData(130, 70)]
    [InlineData(301, 17)]
    [InlineData(340, 0)]
    public void Solution_is_that_of_a_general_decomposition(int positive, int negative)
    {
        var size = positive + negative;
        var a = Quasidefinite(positive, negative, size);
        var b = Enumerable.Range(0, size).Select(i => Math.Sin(i + 1)).ToArray();
        var expected = Matrix<double>.Build.Dense(size, size, (i, j) => a[(i * size) + j]).LU().Solve(Vector<double>.Build.Dense(b));
        SignedCholesky.TryFactor(a, size, positive)!.Solve(b);
        Assert.All(Enumerable.Range(0, size), i => Assert.InRange(b[i] - expected[i], -Accuracy, Accuracy));
    }

    [Theory]
    [InlineData("mkl")]
    [InlineData("openblas")]
    public void Native_library_agrees_when_it_is_on_the_machine(string name)
    {
        var (library, description) = LinearAlgebra.Choose(name);
        if (library is null)
        {
            Assert.StartsWith("managed (", description, StringComparison.Ordinal);
            return;
        }

        foreach (var (positive, negative) in new[] { (1, 0), (3, 2), (65, 63), (301, 17), (340, 0) })
        {
            var size = positive + negative;
            var (a, b) = (Quasidefinite(positive, negative, size), Quasidefinite(positive, negative, size));
            var x = Enumerable.Range(0, size).Select(i => Math.Sin(i + 1)).ToArray();
            var y = (double[])x.Clone();
            SignedCholesky.TryFactor(a, size, positive)!.Solve(x);
            library.TryFactor(b, size, positive)!.Solve(y);
            Assert.All(Enumerable.Range(0, size), i => Assert.InRange(x[i] - y[i], -Accuracy, Accuracy));
        }

        Assert.Null(library.TryFactor([1, 0, 2, 3.0], 2, 2));
        Assert.Null(library.TryFactor([1, 0, 2, 30.0], 2, 1));
    }

    [Theory]
    [InlineData(null, "managed")]
    [InlineData("managed", "managed")]
    [InlineData(" Managed ", "managed")]
    public void Managed_code_is_the_default(string? value, string expected) => Assert.Equal((null, expected), LinearAlgebra.Choose(value));

    [Fact]
    public void Unknown_value_of_the_variable_is_named()
    {
        var (library, description) = LinearAlgebra.Choose("cuda");
        Assert.Null(library);
        Assert.Contains("cuda", description, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_signs_are_noticed()
    {
        Assert.Null(SignedCholesky.TryFactor([-1.0], 1, 1));
        Assert.Null(SignedCholesky.TryFactor([1.0], 1, 0));
        Assert.Null(SignedCholesky.TryFactor([1, 0, 2, 3.0], 2, 2));
        Assert.Null(SignedCholesky.TryFactor([double.NaN], 1, 1));
        Assert.Null(SignedCholesky.TryFactor([double.PositiveInfinity], 1, 1));
        Assert.NotNull(SignedCholesky.TryFactor([1, 0, 2, -3.0], 2, 1));
    }
}
