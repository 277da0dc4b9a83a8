using IsoApprox.Lines;
using IsoApprox.Sets;

namespace IsoApprox.Solver.Lines;

/// <summary>
/// The order of the point classes when a margin keeps them apart: at every place that slots and forbidden regions leave, the class that
/// must come first among those that may lie there (earliest deadline first). The places are feasible when the packing found room
/// (docs/theory.md).
/// </summary>
internal static class LineSchedule
{
    /// <summary>The point classes from left to right. Cost O(c log c).</summary>
    /// <param name="ranges">Ranges of the classes.</param>
    /// <param name="decision">A feasible decision with a margin.</param>
    internal static int[] Order(ClassRanges ranges, LineDecision decision)
    {
        var points = Array.FindAll(ranges.ByHigh, k => !decision.IsWide[k]);
        var (waiting, result) = (new PriorityQueue<int, double>(), new int[points.Length]);
        LineForm? next = null;
        for (var (placed, released) = (0, 0); placed < points.Length;)
        {
            if (waiting.Count == 0)
            {
                var earliest = LineForm.HighEnd(ranges.High[points[released]]);
                next = next is { } after && decision.Order.Compare(after, earliest) > 0 ? after : earliest;
            }

            var place = decision.Packing!.Earliest(next!.Value);
            for (; released < points.Length
                && decision.Order.Compare(LineForm.HighEnd(ranges.High[points[released]]), place) <= 0; released++)
            {
                waiting.Enqueue(points[released], ranges.Low[points[released]]);
            }

            result[placed++] = waiting.Dequeue();
            next = place.Shifted(1);
        }

        return result;
    }
}
