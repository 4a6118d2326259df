namespace NetGen.Formats;

/// <summary>The type of a tensor's elements, with the numbers of the standard (onnx.proto, TensorProto.DataType).</summary>
public enum OnnxElementType
{
    /// <summary>None.</summary>
    Undefined,

    /// <summary>32-bit floating point.</summary>
    Float,

    /// <summary>8-bit unsigned integer.</summary>
    UInt8,

    /// <summary>8-bit integer.</summary>
    Int8,

    /// <summary>16-bit unsigned integer.</summary>
    UInt16,

    /// <summary>16-bit integer.</summary>
    Int16,

    /// <summary>32-bit integer.</summary>
    Int32,

    /// <summary>64-bit integer.</summary>
    Int64,

    /// <summary>Text, which is not supported.</summary>
    String,

    /// <summary>True or false, as 1 or 0.</summary>
    Bool,

    /// <summary>16-bit floating point, IEEE 754.</summary>
    Float16,

    /// <summary>64-bit floating point.</summary>
    Double,

    /// <summary>32-bit unsigned integer.</summary>
    UInt32,

    /// <summary>64-bit unsigned integer.</summary>
    UInt64,

    /// <summary>Complex numbers of two 32-bit numbers, which are not supported.</summary>
    Complex64,

    /// <summary>Complex numbers of two 64-bit numbers, which are not supported.</summary>
    Complex128,

    /// <summary>The upper half of a 32-bit floating point number.</summary>
    BFloat16,
}
