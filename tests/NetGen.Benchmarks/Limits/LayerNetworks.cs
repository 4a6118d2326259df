namespace NetGen.Benchmarks.Limits;

/// <summary>A single dense layer, 16 to 16.</summary>
[Network(16)]
[Dense(16)]
public sealed partial class Layer16By16;

/// <summary>A single dense layer, 64 to 32.</summary>
[Network(64)]
[Dense(32)]
public sealed partial class Layer64By32;

/// <summary>A single dense layer, 64 to 64.</summary>
[Network(64)]
[Dense(64)]
public sealed partial class Layer64By64;

/// <summary>A single dense layer, 128 to 128.</summary>
[Network(128)]
[Dense(128)]
public sealed partial class Layer128By128;

/// <summary>A single dense layer, 784 to 128.</summary>
[Network(784)]
[Dense(128)]
public sealed partial class Layer784By128;

/// <summary>A single dense layer, 512 to 512.</summary>
[Network(512)]
[Dense(512)]
public sealed partial class Layer512By512;
