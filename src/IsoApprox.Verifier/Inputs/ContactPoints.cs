using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Measures;

namespace IsoApprox.Verifier.Inputs;

/// <summary>How many points of a class can lie on its smallest enclosing ball.</summary>
internal static class ContactPoints
{
    /// <summary>
    /// An upper bound of nu of Theorem P4: the largest number of contact points of a class's smallest enclosing ball, less 1. The true
    /// centre is within sqrt(U^2 - L^2) of the computed one, U the largest distance from it and L the proved lower bound of the radius,
    /// because max_i |f_i - x|^2 >= R^2 + |x - z|^2 for every x; so a point nearer to it than L - sqrt(U^2 - L^2) is no contact. Cost O(N
    /// n).
    /// </summary>
    /// <param name="f">The embedding.</param>
    internal static int Rank(Embedding f)
    {
        var most = 0;
        for (var k = 0; k < f.ClassCount; k++)
        {
            var rows = f.Members(k);
            var ball = EnclosingBall.Compute(f, rows);
            if (ball.Upper == 0)
            {
                continue;
            }

            var farthest = Interval.Zero;
            foreach (var i in rows)
            {
                farthest = Interval.Max(farthest, RigorousMeasures.Distance(f[i], ball.Center));
            }

            var square = farthest.Square() - ((Interval)ball.Lower).Square();
            var least = (ball.Lower - new Interval(0, Math.Max(0, square.Upper)).Sqrt()).Lower;
            var contacts = 0;
            foreach (var i in rows)
            {
                contacts += RigorousMeasures.Distance(f[i], ball.Center).Upper < least ? 0 : 1;
            }

            most = Math.Max(most, contacts - 1);
        }

        return most;
    }
}
