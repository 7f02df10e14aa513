/** The compiled contract: made from CheckpointAnchor.sol by solc 0.8.37; a judge makes it again and compares. */

/** How the contract is compiled: bytes that run on an EVM before Shanghai, without a trailer of metadata. */
export const compilerSettings = {
  evmVersion: 'paris',
  optimizer: {
    enabled: true,
    runs: 200,
  },
  metadata: {
    bytecodeHash: 'none',
    appendCBOR: false,
  },
} as const;

/** Interface of the contract. */
export const anchorAbi = [
  {
    inputs: [],
    name: 'NotCovered',
    type: 'error',
  },
  {
    inputs: [
      {
        internalType: 'uint64',
        name: 'size',
        type: 'uint64',
      },
    ],
    name: 'NotGrown',
    type: 'error',
  },
  {
    inputs: [
      {
        internalType: 'address',
        name: 'writer',
        type: 'address',
      },
    ],
    name: 'OtherWriter',
    type: 'error',
  },
  {
    anonymous: false,
    inputs: [
      {
        indexed: true,
        internalType: 'bytes32',
        name: 'logId',
        type: 'bytes32',
      },
      {
        indexed: false,
        internalType: 'uint64',
        name: 'size',
        type: 'uint64',
      },
      {
        indexed: false,
        internalType: 'bytes32',
        name: 'root',
        type: 'bytes32',
      },
      {
        indexed: false,
        internalType: 'bytes32',
        name: 'note',
        type: 'bytes32',
      },
    ],
    name: 'Anchored',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      {
        indexed: true,
        internalType: 'bytes32',
        name: 'logId',
        type: 'bytes32',
      },
      {
        indexed: false,
        internalType: 'string',
        name: 'origin',
        type: 'string',
      },
      {
        indexed: false,
        internalType: 'address',
        name: 'writer',
        type: 'address',
      },
    ],
    name: 'Registered',
    type: 'event',
  },
  {
    inputs: [
      {
        internalType: 'bytes32',
        name: 'logId',
        type: 'bytes32',
      },
      {
        internalType: 'uint64',
        name: 'size',
        type: 'uint64',
      },
      {
        internalType: 'bytes32',
        name: 'root',
        type: 'bytes32',
      },
      {
        internalType: 'bytes32',
        name: 'note',
        type: 'bytes32',
      },
    ],
    name: 'anchor',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      {
        internalType: 'bytes32',
        name: 'logId',
        type: 'bytes32',
      },
    ],
    name: 'count',
    outputs: [
      {
        internalType: 'uint256',
        name: '',
        type: 'uint256',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      {
        internalType: 'bytes32',
        name: 'logId',
        type: 'bytes32',
      },
      {
        internalType: 'uint64',
        name: 'leaf',
        type: 'uint64',
      },
    ],
    name: 'firstCovering',
    outputs: [
      {
        internalType: 'uint256',
        name: 'i',
        type: 'uint256',
      },
      {
        components: [
          {
            internalType: 'uint64',
            name: 'size',
            type: 'uint64',
          },
          {
            internalType: 'uint64',
            name: 'time',
            type: 'uint64',
          },
          {
            internalType: 'bytes32',
            name: 'root',
            type: 'bytes32',
          },
          {
            internalType: 'bytes32',
            name: 'note',
            type: 'bytes32',
          },
        ],
        internalType: 'struct CheckpointAnchor.Head',
        name: 'head',
        type: 'tuple',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      {
        internalType: 'bytes32',
        name: 'logId',
        type: 'bytes32',
      },
      {
        internalType: 'uint256',
        name: 'i',
        type: 'uint256',
      },
    ],
    name: 'headAt',
    outputs: [
      {
        components: [
          {
            internalType: 'uint64',
            name: 'size',
            type: 'uint64',
          },
          {
            internalType: 'uint64',
            name: 'time',
            type: 'uint64',
          },
          {
            internalType: 'bytes32',
            name: 'root',
            type: 'bytes32',
          },
          {
            internalType: 'bytes32',
            name: 'note',
            type: 'bytes32',
          },
        ],
        internalType: 'struct CheckpointAnchor.Head',
        name: '',
        type: 'tuple',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      {
        internalType: 'string',
        name: 'origin',
        type: 'string',
      },
    ],
    name: 'register',
    outputs: [
      {
        internalType: 'bytes32',
        name: 'logId',
        type: 'bytes32',
      },
    ],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      {
        internalType: 'bytes32',
        name: '',
        type: 'bytes32',
      },
    ],
    name: 'writerOf',
    outputs: [
      {
        internalType: 'address',
        name: '',
        type: 'address',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
] as const;

/** Bytes that create the contract. */
export const anchorBytecode =
  '0x6080604052348015600f57600080fd5b506108b68061001f6000396000f3fe608060405234801561001057600080fd5b50600436106100625760003560e01c806302e6e30d14610067578063149fd326146100ad5780637937354c146100ce5780637b751af0146100fc5780637f00e3931461011c578063f2c298be14610131575b600080fd5b610090610075366004610619565b6000602081905290815260409020546001600160a01b031681565b6040516001600160a01b0390911681526020015b60405180910390f35b6100c06100bb36600461064e565b610144565b6040516100a492919061067a565b6100ee6100dc366004610619565b60009081526001602052604090205490565b6040519081526020016100a4565b61010f61010a3660046106c8565b610284565b6040516100a491906106ea565b61012f61012a36600461072b565b610321565b005b6100ee61013f366004610766565b610506565b60408051608081018252600080825260208083018290528284018290526060830182905285825260019052918220805483905b808210156101f1576000600261018d83856107ee565b6101979190610801565b9050866001600160401b03168482815481106101b5576101b5610823565b60009182526020909120600390910201546001600160401b031611156101dd578091506101eb565b6101e88160016107ee565b92505b50610177565b825482036102125760405163d85c1cd760e01b815260040160405180910390fd5b8183838154811061022557610225610823565b600091825260209182902060408051608081018252600390930290910180546001600160401b038082168552600160401b9091041693830193909352600183015490820152600290910154606082015290955093505050509250929050565b60408051608081018252600080825260208201819052918101829052606081019190915260008381526001602052604090208054839081106102c8576102c8610823565b600091825260209182902060408051608081018252600390930290910180546001600160401b038082168552600160401b9091041693830193909352600183015490820152600290910154606082015290505b92915050565b6000848152602081905260409020546001600160a01b031633146103795760008481526020819052604090819020549051633db1f1db60e01b81526001600160a01b0390911660048201526024015b60405180910390fd5b60008481526001602052604090208054158015906103da575080546001600160401b0385169082906103ad90600190610839565b815481106103bd576103bd610823565b60009182526020909120600390910201546001600160401b031610155b1561043557805481906103ef90600190610839565b815481106103ff576103ff610823565b6000918252602090912060039091020154604051631aa1ecb760e11b81526001600160401b039091166004820152602401610370565b604080516080810182526001600160401b03868116808352428216602080850191825284860189815260608087018a8152895460018082018c5560008c815286902099516003909202909901805496518916600160401b026fffffffffffffffffffffffffffffffff1990971691909816179490941786559051958501959095559051600290930192909255835190815290810186905291820184905286917fe0fefe2c385c268b407afff2ad80d6521edf6409537f95b897f228a08e900205910160405180910390a25050505050565b60006002838360405161051a92919061084c565b602060405180830381855afa158015610537573d6000803e3d6000fd5b5050506040513d601f19601f8201168201806040525081019061055a919061085c565b6000818152602081905260409020549091506001600160a01b0316806105de576000828152602081905260409081902080546001600160a01b03191633908117909155905183917f84bad8bc2c4a30d10971b6e1d91def11324cb9cf8f4c70427197c890df05749c916105d1918891889190610875565b60405180910390a2610612565b6001600160a01b038116331461061257604051633db1f1db60e01b81526001600160a01b0382166004820152602401610370565b5092915050565b60006020828403121561062b57600080fd5b5035919050565b80356001600160401b038116811461064957600080fd5b919050565b6000806040838503121561066157600080fd5b8235915061067160208401610632565b90509250929050565b82815260a081016106c160208301846001600160401b0381511682526001600160401b03602082015116602083015260408101516040830152606081015160608301525050565b9392505050565b600080604083850312156106db57600080fd5b50508035926020909101359150565b6080810161031b82846001600160401b0381511682526001600160401b03602082015116602083015260408101516040830152606081015160608301525050565b6000806000806080858703121561074157600080fd5b8435935061075160208601610632565b93969395505050506040820135916060013590565b6000806020838503121561077957600080fd5b82356001600160401b0381111561078f57600080fd5b8301601f810185136107a057600080fd5b80356001600160401b038111156107b657600080fd5b8560208284010111156107c857600080fd5b6020919091019590945092505050565b634e487b7160e01b600052601160045260246000fd5b8082018082111561031b5761031b6107d8565b60008261081e57634e487b7160e01b600052601260045260246000fd5b500490565b634e487b7160e01b600052603260045260246000fd5b8181038181111561031b5761031b6107d8565b8183823760009101908152919050565b60006020828403121561086e57600080fd5b5051919050565b6040815282604082015282846060830137600060608483018101919091526001600160a01b03929092166020820152601f909201601f19169091010191905056';
