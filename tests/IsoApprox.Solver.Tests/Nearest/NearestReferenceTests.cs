using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Sets;
using IsoApprox.Solver.Nearest;

namespace IsoApprox.Solver.Tests.Nearest;

/// <summary>The search against values enclosed by other programs.</summary>
public class NearestReferenceTests
{
    private const double RelativeAccuracy = 1e-6;
    private const double ListingAccuracy = 1e-9;
    private const double TightGap = 1e-8;

    public static TheoryData<string, NearestMetric> Instances
    {
        get
        {
            var data = new TheoryData<string, NearestMetric>();
            foreach (var instance in ReferenceInstances.All)
            {
                data.Add(instance.Name, NearestMetric.HausdorffLike);
                data.Add(instance.Name, NearestMetric.IsometricError);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Instances))]
    public void Value_is_the_listed_one(string name, NearestMetric metric)
    {
        var instance = ReferenceInstances.Named(name);
        var (lower, upper) = instance.Value(metric);
        var solution = NearestSolver.Solve(instance.Points, new NearestSettings { Metric = metric });
        Assert.True(solution.Upper <= upper * (1 + RelativeAccuracy), $"found {solution.Upper:R}, listed {upper:R}");
        Assert.True(solution.Upper >= lower * (1 - ListingAccuracy), $"found {solution.Upper:R} below the listed bound {lower:R}");
        Assert.True(solution.Lower <= upper * (1 + ListingAccuracy), $"proved {solution.Lower:R} above the listed value {upper:R}");
        Assert.True(solution.Lower <= solution.Upper);
        Assert.True(TripletSeparation.IsSatisfied(solution.Nearest));
    }

    [Theory]
    [InlineData("n2_N5_nogap", NearestMetric.HausdorffLike)]
    [InlineData("duplicates_same_and_cross", NearestMetric.HausdorffLike)]
    [InlineData("collinear_in_R3", NearestMetric.HausdorffLike)]
    [InlineData("n12_N12_3cl", NearestMetric.HausdorffLike)]
    [InlineData("n2_N5_nogap", NearestMetric.IsometricError)]
    [InlineData("duplicates_same_and_cross", NearestMetric.IsometricError)]
    [InlineData("collinear_in_R3", NearestMetric.IsometricError)]
    [InlineData("n12_N12_3cl", NearestMetric.IsometricError)]
    public void Interval_closes_where_the_relaxation_is_tight(string name, NearestMetric metric)
    {
        var solution = NearestSolver.Solve(ReferenceInstances.Named(name).Points, new NearestSettings { Metric = metric, Gap = TightGap });
        Assert.InRange(solution.Gap, 0, TightGap);
        Assert.Equal(SolveStatus.ProvedGlobal, solution.Status);
    }

    [Theory]
    [InlineData(NearestMetric.HausdorffLike, 0.57735026918962584)]
    [InlineData(NearestMetric.IsometricError, 0.73205080756887719)]
    public void Line_with_a_tie_in_free_dimension(NearestMetric metric, double expected) =>
        AssertFree(ReferenceInstances.Named("line_tie_sqrt3").Points, metric, expected);

    [Theory]
    [InlineData(1, 0.7320508)]
    [InlineData(2, 0.7394642)]
    [InlineData(3, 0.7424815)]
    [InlineData(4, 0.7441262)]
    [InlineData(5, 0.7451626)]
    [InlineData(6, 0.7458758)]
    public void Crosses_in_free_dimension(int m, double expected)
    {
        // Class k is {+e_k, -e_k, 0}; one more class holds the origin.
        var (points, labels) = (new double[((3 * m) + 1) * m], new int[(3 * m) + 1]);
        for (var k = 0; k < m; k++)
        {
            points[(3 * k * m) + k] = 1;
            points[(((3 * k) + 1) * m) + k] = -1;
            labels[3 * k] = labels[(3 * k) + 1] = labels[(3 * k) + 2] = k;
        }

        labels[^1] = m;
        AssertFree(Embedding.Create(points, m, labels), NearestMetric.IsometricError, expected);
    }

    private static void AssertFree(Embedding f, NearestMetric metric, double expected)
    {
        var solution = NearestSolver.Solve(f, new NearestSettings { Metric = metric, FreeDimension = true, Gap = RelativeAccuracy });
        Assert.InRange(solution.Upper, expected * (1 - RelativeAccuracy), expected * (1 + RelativeAccuracy));
        Assert.InRange(solution.Lower, expected * (1 - (2 * RelativeAccuracy)), expected * (1 + RelativeAccuracy));
        Assert.True(solution.IsFree);
    }
}
