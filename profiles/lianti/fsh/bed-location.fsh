Invariant: lianti-bed-1
Description: "床位须注明所属病区 / A bed is part of a ward"
Severity: #error
Expression: "partOf.exists()"

Profile: LiantiBedLocation
Parent: LiantiPlace
Id: lianti-bed-location
Title: "Bed 床位"
Description: "One bed of a ward, with its state as of now. 病区中的一张床位及其当前状态。"
* obeys lianti-bed-1
* physicalType 1..1
* physicalType = $location-physical-type#bd
* operationalStatus 1..1
* operationalStatus from http://terminology.hl7.org/ValueSet/v2-0116 (required)
* operationalStatus ^short = "U unoccupied, O occupied, H housekeeping, I isolated, K contaminated, C closed"
* type 1..*
* type from BedTypeCodes (extensible)
