using IsoApprox.Solver.Linear;
using static IsoApprox.Solver.Tests.Linear.LinearInstances;

namespace IsoApprox.Solver.Tests.Linear;

public class MpsWriterTests
{
    [Fact]
    public void AllKindsOfRowsAndBounds_AreWritten()
    {
        const double Infinity = double.PositiveInfinity;
        var program = Create(
            [1, -0.1, 0, 0, 0],
            [0, -Infinity, 2, -Infinity, -3],
            [Infinity, Infinity, 2, -1, 5],
            ([1, 2, 0, 0, 0], 3, 3),
            ([0, 1, 0, 0, 0.1], -1, 4),
            ([0, 0, 0, 0, 1], -Infinity, 7),
            ([1, 0, 0, 0, 0], -Infinity, Infinity));
        using var writer = new StringWriter();
        MpsWriter.Write(program, writer, "TEST");
        Assert.Equal(
            """
            NAME TEST FREE
            ROWS
             N COST
             E R0
             G R1
             L R1U
             L R2
            COLUMNS
             X0 COST 1
             X0 R0 1
             X1 COST -0.1
             X1 R0 2
             X1 R1 1
             X1 R1U 1
             X2 COST 0
             X3 COST 0
             X4 COST 0
             X4 R1 0.1
             X4 R1U 0.1
             X4 R2 1
            RHS
             RHS R0 3
             RHS R1 -1
             RHS R1U 4
             RHS R2 7
            BOUNDS
             LO BND X0 0
             FR BND X1
             FX BND X2 2
             MI BND X3
             UP BND X3 -1
             LO BND X4 -3
             UP BND X4 5
            ENDATA

            """.ReplaceLineEndings("\n"),
            writer.ToString());
    }
}
