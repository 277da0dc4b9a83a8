namespace IsoApprox.Certificates.Gram;

/// <summary>The levels that have rows, as seen from the rows of each class.</summary>
internal sealed class OccupiedLevels(Problem problem)
{
    private readonly int[]?[] _byClass = new int[problem.Points.ClassCount][];

    /// <summary>Number of levels with rows strictly between two levels.</summary>
    internal int Between(int anchor, int lower, int upper)
    {
        if (upper - lower < 2)
        {
            return 0;
        }

        var k = problem.Points.Classes[anchor];
        var occupied = _byClass[k] ??= [.. Enumerable.Range(0, problem.Points.ClassCount)
            .Where(b => problem.Points.Members(b).Length > 0).Select(b => problem.Levels[k, b]).Distinct().Order()];
        return Below(occupied, upper) - Below(occupied, lower + 1);
    }

    private static int Below(int[] sorted, int level) => Array.BinarySearch(sorted, level) is var at && at < 0 ? ~at : at;
}
