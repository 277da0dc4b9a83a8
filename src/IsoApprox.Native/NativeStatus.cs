namespace IsoApprox.Native;

/// <summary>What a call gives back; the numbers are those of isoapprox.h.</summary>
public enum NativeStatus
{
    /// <summary>Done. A search that was stopped is done as well: its status says so, and the interval is proved.</summary>
    Ok = 0,

    /// <summary>The input is wrong; the last error says what, where, and what to do.</summary>
    BadInput = 2,

    /// <summary>Memory ran out.</summary>
    OutOfMemory = 4,

    /// <summary>A defect of the library; the last error names it.</summary>
    Internal = 5,
}
