namespace IsoApprox.Solver.Nearest.Lagrangian;

/// <summary>Lists of the far positions that can count, for each anchor.</summary>
internal interface IFarLists
{
    /// <summary>True when the lists are short enough to be of use at the points of the last <see cref="Move"/>.</summary>
    bool AreOfUse { get; }

    /// <summary>Takes the points of an evaluation.</summary>
    /// <param name="points">N x n.</param>
    /// <param name="parallel">Null: one thread.</param>
    void Move(double[] points, ParallelOptions? parallel);

    /// <summary>Called before all rows are computed in full; true when every anchor has to be listed then.</summary>
    /// <param name="farthest">Longest useful distance beyond what is needed.</param>
    bool Renew(double farthest);

    /// <summary>Lists the far positions of an anchor by their present distances. Different anchors may be listed at once.</summary>
    /// <param name="anchor">The anchor.</param>
    /// <param name="squared">Squared distances to all positions, or less for those to be listed in any case.</param>
    /// <param name="kept">Ranges that are not listed, in order.</param>
    /// <param name="needed">Distance that the list has to reach now.</param>
    /// <param name="scale">Unit of the squared distances.</param>
    void List(int anchor, ReadOnlySpan<double> squared, (int Start, int End)[] kept, double needed, double scale);

    /// <summary>Makes lists that reach what some anchors were just seen to need; false when that is not possible.</summary>
    /// <param name="anchors">The anchors.</param>
    /// <param name="parallel">Null: one thread.</param>
    bool Extend(IReadOnlyCollection<int> anchors, ParallelOptions? parallel);

    /// <summary>The listed positions of an anchor.</summary>
    ReadOnlySpan<int> Of(int anchor);

    /// <summary>No far position outside the list is nearer than this; negative without a list.</summary>
    double Reach(int anchor);
}
